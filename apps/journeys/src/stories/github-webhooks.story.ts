import type { JobView } from '@evenkeel/contracts-admin';
import { EditedSides } from '../kit/edited-sides.js';
import {
  addGithubHook,
  GITHUB_FIELDS,
  GITHUB_ISSUES,
  GITHUB_TOKEN,
  githubSettings,
  startGithub,
} from '../kit/emulated-github.js';
import type { EmulatedProvider } from '../kit/emulated-provider.js';
import { EmulatedSide } from '../kit/emulated-side.js';
import { eventually } from '../kit/eventually.js';
import type { Engine } from '../kit/installation.js';
import { onKafka } from '../kit/on-kafka.js';
import { countOf, untilApplied } from '../kit/pushes-of.js';
import { StoreSide } from '../kit/side.js';
import { tell } from '../kit/tell.js';
import type { Story } from './story.js';

const RECORDS = 1_000;
/** Each edit costs the engine up to four of the 5,000 calls that this server grants it in an hour: a notice is read, and a write is read before and after. */
const EDITED = 200;
const USERS = ['a-user', 'another-user', 'a-third-user'];
const LAST_RUNS = 3;
/** Who is killed, after how many writes were applied. */
const KILLED = [
  ['executor-worker', 10],
  ['ingestion', 30],
  ['executor-worker', 50],
] as const;
const TYPE = 'github-issue';

let all: Engine;
let job: JobView;
let github: EmulatedProvider;
let there: EmulatedSide;
let sides: EditedSides;

const intents = (states = '') => countOf(all.store, `push_intent where job_id = '${job.id}' ${states}`);
const byWebhook = () =>
  all.store.rows<{ status: string; receipt: { readonly outcomes: Readonly<Record<string, number>> } }>(
    `select status, receipt from execution where job_id = $1 and trigger_kind = 'webhook' order by id`,
    [job.id],
  );
const titleOf = (nth: number) => `record-${nth}@example.org`;
const recordOf = async (nth: number) => {
  const [row] = await all.store.rows<{ state: string; body: string; version: number }>(
    `select data ->> 'state' as state, data ->> 'body' as body, version from record where record_type = $1 and data ->> 'title' = $2`,
    [TYPE, titleOf(nth)],
  );
  return row!;
};

/** Every notice has come, and every run that it started has ended. */
async function untilQuiet(): Promise<void> {
  const isQuiet = async () =>
    (await countOf(all.store, `trigger where job_id = '${job.id}' and state = 'accepted'`)) === 0 &&
    (await countOf(all.store, `execution where job_id = '${job.id}' and finished_at is null`)) === 0;
  await eventually('no run is under way', isQuiet, 200_000);
}

async function start(engine: Engine): Promise<void> {
  all = engine;
  github = await startGithub(all.folder, USERS);
  there = new EmulatedSide(github.as(...USERS), GITHUB_ISSUES);
  await there.create(
    Array.from({ length: RECORDS }, (_, nth) => ({ title: titleOf(nth), body: 'old', state: 'open' })),
  );
  await all.admin.addConnection({
    ...{ name: 'github', connector: 'rest', credentials: { token: GITHUB_TOKEN } },
    settings: githubSettings(github.url),
  });
  job = await all.admin.addJob({
    ...{ name: 'github', connection: 'github', stream: 'issues', recordType: TYPE, mode: 'full' },
    ...{ direction: 'bidirectional', webhook: true },
    conflictPolicy: { strategy: 'source_wins', fields: { body: 'destination_wins' } },
    mapping: ['title', 'body', 'state'].map((field) => ({ source: field, target: field, direction: 'both' })),
  });
  const here = new StoreSide(all.store, TYPE, 'title');
  const edited = { fields: GITHUB_FIELDS, isRemoving: false, edited: EDITED };
  sides = new EditedSides({ here, there, ...edited }, await there.listed());
}

async function expectEqualSides(): Promise<void> {
  const { here, there: provider, expected } = await sides.compared();
  expect(here).toEqual(expected);
  expect(provider).toEqual(expected);
}

async function killEach(id: string) {
  const before = await intents(`and state = 'applied'`);
  for (const [service, writes] of KILLED) {
    const isReached = async () => (await intents(`and state = 'applied'`)) >= before + writes;
    await eventually(`${writes} writes are applied`, isReached, 120_000);
    await all.services.kill9(service);
    await all.services.start(service);
    tell(`${service} was killed after ${writes} writes, and is back`);
  }
  return all.admin.untilEnded(id, 200_000);
}

export const githubWebhooks: Story = (engine) =>
  onKafka('GitHub and the store, with its signed notices', () => {
    beforeAll(() => start(engine()), 240_000);
    afterAll(() => github?.stop(), 30_000);

    it('the first run takes what the provider has', async () => {
      const first = await all.admin.runToEnd('github');
      expect(first).toMatchObject({ status: 'completed', receipt: { created: RECORDS, balanced: true } });
      await expectEqualSides();
      const { path, secret } = await all.admin.addWebhook('github', 'issues', 'issue.number');
      await addGithubHook(github, all.services.url('webhook-gateway') + path, secret);
    }, 120_000);

    it('a change there has its record read, and nothing else', async () => {
      await there.change([titleOf(RECORDS - 1)], { state: 'closed' });
      const [run] = await eventually('it was read', async () => {
        const runs = await byWebhook();
        return runs.length === 1 && runs[0]!.status !== 'running' && runs;
      });
      expect(run).toMatchObject({ status: 'completed', receipt: { outcomes: { updated: 1 } } });
      expect(await recordOf(RECORDS - 1)).toMatchObject({ state: 'closed', version: 2 });
      await there.change([titleOf(RECORDS - 1)], { state: 'open' });
      await eventually('it is open', async () => (await recordOf(RECORDS - 1)).state === 'open');
      await untilQuiet();
      expect(await intents()).toBe(0);
    }, 60_000);

    it('a notice of our own write is no change here, and nothing is sent because of it', async () => {
      const [before, runs] = [await recordOf(RECORDS - 2), (await byWebhook()).length];
      await all.store.rows(
        `update record set data = data || '{"body": "ours"}' where record_type = $1 and data ->> 'title' = $2`,
        [TYPE, titleOf(RECORDS - 2)],
      );
      expect((await all.admin.runToEnd('github')).receipt).toMatchObject({ balanced: true, failed: 0 });
      await eventually('its notice came', async () => (await byWebhook()).length > runs);
      await untilQuiet();
      const [echo] = (await byWebhook()).slice(runs);
      expect(echo?.receipt.outcomes).toMatchObject({ updated: 0, created: 0, conflicted: 0 });
      expect(await recordOf(RECORDS - 2)).toMatchObject({ body: 'ours', version: before.version + 1 });
      expect(await intents()).toBe(1);
      // As it was before, for the comparison of both sides.
      await all.store.rows(
        `update record set data = data || '{"body": "old"}' where record_type = $1 and data ->> 'title' = $2`,
        [TYPE, titleOf(RECORDS - 2)],
      );
      await all.admin.runToEnd('github');
      await untilQuiet();
      await expectEqualSides();
    }, 120_000);

    it('what is edited on either side while processes are killed is on both in the end, once', async () => {
      await sides.editAtRest();
      const id = await all.admin.begin('github');
      expect((await sides.editDuring(killEach(id))).receipt).toMatchObject({ balanced: true });
      for (let run = 0; run < LAST_RUNS; run += 1) {
        await untilApplied(all.store);
        await untilQuiet();
        expect((await all.admin.runToEnd('github')).receipt).toMatchObject({ balanced: true });
      }
      await untilApplied(all.store);
      await untilQuiet();
      await expectEqualSides();
      expect(await countOf(all.store, `local_change where job_id = '${job.id}'`)).toBe(0);
      expect(all.services.lost).toEqual([]);
    }, 600_000);

    it('every notice was taken, and every run of them balances', async () => {
      expect(
        await countOf(all.store, `webhook_endpoint where stream = 'issues' and refused_at is not null`),
      ).toBe(0);
      const unbalanced = `execution where job_id = '${job.id}' and (receipt ->> 'balanced')::boolean is not true`;
      expect(await countOf(all.store, unbalanced)).toBe(0);
      const written = await intents();
      const runs = await byWebhook();
      // Those that come together are one run: it is the notices that are counted.
      const taken = await countOf(
        all.store,
        `webhook_delivery where state = 'accepted' and cardinality(trigger_ids) > 0`,
      );
      expect(taken).toBeGreaterThan(EDITED / 2);
      expect(runs.length).toBeGreaterThan(0);
      tell(`${taken} notices became ${runs.length} runs, ${written} writes`);
      await all.admin.runToEnd('github');
      expect(await intents()).toBe(written);
    }, 60_000);
  });
