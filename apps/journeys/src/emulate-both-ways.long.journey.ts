import type { AddJobRequest } from '@evenkeel/contracts-admin';
import type { JsonObject } from '@evenkeel/domain';
import { EditedSides, type EditedFields } from './kit/edited-sides.js';
import {
  GITHUB_FIELDS,
  GITHUB_ISSUES,
  GITHUB_TOKEN,
  githubSettings,
  startGithub,
} from './kit/emulated-github.js';
import { EmulatedProvider } from './kit/emulated-provider.js';
import { EmulatedSide, type EmulatedRecords } from './kit/emulated-side.js';
import { runKilled } from './kit/killed-run.js';
import { MortalEngine } from './kit/mortal-engine.js';
import { countOf, untilApplied } from './kit/pushes-of.js';
import { restExample } from './kit/rest-example.js';
import { keyText, StoreSide } from './kit/side.js';

/** Runs in the lane of the journeys of `npm test`. */
jest.setTimeout(300_000);

/** These servers answer a user 5,000 calls in an hour. */
const RECORDS = 300;
const LAST_RUNS = 3;
const USER = 'a-user';
const numbers = Array.from({ length: RECORDS }, (_, nth) => nth);

let engine: MortalEngine;

beforeAll(async () => {
  engine = await MortalEngine.start('emulate-both-ways');
}, 60_000);
afterAll(() => engine?.stop(), 60_000);

/** What an API without versions, whose records are read around each write, keeps in step with the store. */
interface Story {
  readonly name: string;
  readonly start: () => Promise<EmulatedProvider>;
  readonly settings: (url: string) => JsonObject;
  readonly stream: string;
  readonly token: string;
  readonly records: EmulatedRecords;
  readonly fields: EditedFields;
  readonly isRemoving: boolean;
  readonly mapped: readonly string[];
}

/** Of the engine, and of those who work there themselves. */
const tokensOf = (login: string, ...scopes: readonly string[]): JsonObject => ({
  [login]: { login, scopes },
  [USER]: { login, scopes },
});
const streamsOf = (settings: JsonObject) => settings['streams'] as Readonly<Record<string, JsonObject>>;

const github: Story = {
  name: 'github',
  start: () => startGithub(engine.folder, [USER]),
  settings: githubSettings,
  ...{ stream: 'issues', token: GITHUB_TOKEN, records: GITHUB_ISSUES, fields: GITHUB_FIELDS },
  isRemoving: false,
  mapped: ['title', 'body', 'state'],
};

const stripe: Story = {
  name: 'stripe',
  start: () =>
    EmulatedProvider.start({
      ...{ service: 'stripe', token: 'shop', folder: engine.folder },
      seed: { tokens: tokensOf('shop') },
    }),
  settings: (url) => {
    const settings = restExample('stripe', url);
    const { changes: _, ...listed } = streamsOf(settings)['customers']!;
    // This server keeps no log of events, does not look at keys and has no search: a customer is looked up by its address.
    const {
      keyLifetimeSeconds: __,
      lookUp,
      ...writes
    } = listed['writes'] as Readonly<Record<string, JsonObject>>;
    const found = {
      ...{ ...lookUp, path: '/v1/customers', settlesAfterMs: 0 },
      params: { email: '{record.email}', limit: 100 },
    };
    return { ...settings, streams: { customers: { ...listed, writes: { ...writes, lookUp: found } } } };
  },
  stream: 'customers',
  token: 'shop',
  records: {
    ...{ path: '/v1/customers', id: 'id', key: 'email', method: 'POST' },
    page: (last) =>
      `/v1/customers?limit=100${last === undefined ? '' : `&starting_after=${keyText(last, 'id')}`}`,
    recordsOf: (answer) => (answer as { readonly data: readonly JsonObject[] }).data,
  },
  fields: {
    key: 'email',
    ours: (text) => ({ description: text }),
    theirs: (text) => ({ name: text }),
    contested: () => ({}),
  },
  isRemoving: true,
  mapped: ['email', 'name', 'description'],
};

function jobOf({ name, stream, mapped, fields, isRemoving }: Story): AddJobRequest {
  const [ours = ''] = Object.keys(fields.ours(''));
  return {
    ...{ name, connection: name, stream, recordType: name, mode: 'full', direction: 'bidirectional' },
    ...(isRemoving && { deletePolicy: 'delete' }),
    deleteCeiling: { percent: 100, records: RECORDS },
    conflictPolicy: { strategy: 'source_wins', fields: { [ours]: 'destination_wins' } },
    mapping: mapped.map((field) => ({ source: field, target: field, direction: 'both' })),
  };
}

describe.each([github, stripe])('$name and the store', (story) => {
  const { name, records, fields, isRemoving } = story;
  let provider: EmulatedProvider;
  let sides: EditedSides;

  beforeAll(async () => {
    provider = await story.start();
    const there = new EmulatedSide(provider.as(USER), records);
    const [{ ours, theirs }] = [fields];
    await there.create(
      numbers.map((nth) => ({ [fields.key]: `record-${nth}@example.org`, ...ours('old'), ...theirs('new') })),
    );
    await engine.admin.addConnection({
      ...{ name, connector: 'rest', credentials: { token: story.token } },
      settings: story.settings(provider.url),
    });
    await engine.admin.addJob(jobOf(story));
    const here = new StoreSide(engine.store, name, fields.key);
    sides = new EditedSides({ here, there, fields, isRemoving }, await there.listed());
  }, 120_000);
  afterAll(() => provider?.stop());

  async function expectEqualSides(): Promise<void> {
    const { here, there, expected } = await sides.compared();
    expect(here).toEqual(expected);
    expect(there).toEqual(expected);
  }

  it('the first run takes what the provider has', async () => {
    const first = await engine.admin.runToEnd(name);
    expect(first).toMatchObject({ status: 'completed', receipt: { balanced: true } });
    await expectEqualSides();
  });

  it('what is edited on either side, also while the engine is killed, is on both in the end', async () => {
    await sides.editAtRest();
    const before = await countOf(engine.store, `push_intent where state = 'applied'`);
    const killed = runKilled(engine, name, [before + 20, before + 80]);
    expect((await sides.editDuring(killed)).receipt).toMatchObject({ balanced: true });
    await untilApplied(engine.store);
    for (let run = 0; run < LAST_RUNS; run += 1) {
      expect((await engine.admin.runToEnd(name)).receipt).toMatchObject({ balanced: true });
      await untilApplied(engine.store);
    }
    await expectEqualSides();
    expect(await countOf(engine.store, 'local_change')).toBe(0);
  });

  it('a further run writes nothing', async () => {
    const intents = await countOf(engine.store, 'push_intent');
    expect((await engine.admin.runToEnd(name)).receipt).toMatchObject({ balanced: true, failed: 0 });
    expect(await countOf(engine.store, 'push_intent')).toBe(intents);
  });
});
