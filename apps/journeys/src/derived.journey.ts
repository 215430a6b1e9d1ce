import { eventually } from './kit/eventually.js';
import { journeyFolder } from './kit/repository.js';
import { TextServer } from './kit/scripted-server.js';
import { startStandalone, type StandaloneUnderTest } from './kit/standalone.js';

jest.setTimeout(120_000);

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly user: { readonly id: number; readonly login: string } | null;
  readonly labels: readonly { readonly id: number; readonly name: string }[];
  readonly milestone: number | null;
}

const ISSUES = 120;
const LABELS = ['bug', 'docs', 'later', 'help', 'good first'].map((name, id) => ({ id, name }));
const USERS = Array.from({ length: 7 }, (_, id) => ({ id: id + 1, login: `user-${id + 1}` }));

const issueOf = (number: number): Issue => ({
  number,
  title: `Issue ${number}`,
  state: number % 5 === 0 ? 'closed' : 'open',
  user: number % 11 === 0 ? null : USERS[number % USERS.length]!,
  labels: LABELS.filter(({ id }) => (number >> id) % 2 === 1),
  milestone: number % 4 === 0 ? (number % 3) + 1 : null,
});

/** What the provider has. */
let issues: readonly Issue[] = Array.from({ length: ISSUES }, (_, number) => issueOf(number + 1));
let milestones = [1, 2].map((id) => ({ id, title: `v${id}` }));

let engine: StandaloneUnderTest;
let provider: TextServer;
beforeAll(async () => {
  provider = await TextServer.start(({ pathname }) =>
    JSON.stringify({ data: pathname === '/issues' ? issues : milestones }),
  );
  engine = await startStandalone(journeyFolder('derived'));
  const stream = (path: string, idPath: string) => ({ path, recordsPath: 'data', idPath });
  const settings = {
    baseUrl: provider.url,
    streams: { issues: stream('/issues', 'number'), milestones: stream('/milestones', 'id') },
  };
  await engine.admin.addConnection({ name: 'hub', connector: 'rest', settings, credentials: {} });
  const job = { connection: 'hub', mode: 'full', deleteCeiling: { percent: 100, records: 100 } } as const;
  await engine.admin.addJob({ ...job, name: 'milestones', stream: 'milestones', recordType: 'milestone' });
  await engine.admin.addJob({
    ...job,
    name: 'issues',
    stream: 'issues',
    recordType: 'issue',
    mapping: [{ source: 'title', target: 'title' }],
    derive: [
      { name: 'labels', each: 'labels', key: 'id', shared: true, recordType: 'label' },
      {
        name: 'author',
        at: 'user',
        key: 'id',
        shared: true,
        recordType: 'user',
        when: { field: 'state', equals: 'open' },
        mapping: [{ source: 'login', target: 'name' }],
      },
    ],
    links: [
      { name: 'milestone', stream: 'milestones', recordType: 'milestone', at: 'milestone', required: true },
    ],
  });
}, 120_000);
afterAll(async () => {
  await provider?.stop();
  await engine?.stop();
}, 60_000);

/** The same in the words of SQL, from what the provider gives: it shares nothing with the engine. */
const EXPECTED = `
  with issue as (
    select i from jsonb_array_elements($1::jsonb) i
    where jsonb_typeof(i -> 'milestone') = 'null' or (i ->> 'milestone')::int = any($2::int[])),
  label as (select i ->> 'number' as number, l from issue, jsonb_array_elements(i -> 'labels') l),
  author as (
    select i ->> 'number' as number, i -> 'user' as u from issue
    where i ->> 'state' = 'open' and jsonb_typeof(i -> 'user') = 'object')
  select 'record label ' || (l ->> 'id') || ' ' || (l ->> 'name') as line from label
  union select 'record user ' || (u ->> 'id') || ' ' || (u ->> 'login') from author
  union select 'record issue ' || (i ->> 'number') || ' ' || (i ->> 'title') from issue
  union select 'link ' || number || ' labels label ' || (l ->> 'id') from label
  union select 'link ' || number || ' author user ' || (u ->> 'id') from author
  union select 'link ' || (i ->> 'number') || ' milestone milestone ' || (i ->> 'milestone') from issue
    where jsonb_typeof(i -> 'milestone') = 'number'
  order by 1`;

const STORED = `
  select concat_ws(' ', 'record', r.record_type, e.external_id, coalesce(r.data ->> 'title', r.data ->> 'name')) as line
  from record r join external_reference e on e.record_id = r.id
  where r.record_type in ('label', 'user', 'issue') and r.inactive_at is null and e.inactive_at is null
  union select concat_ws(' ', 'link', f.external_id, l.name, s.record_type, t.external_id)
  from record_link l join external_reference f on f.id = l.from_reference and f.inactive_at is null
  join reference_set s on s.id = l.to_set
  join external_reference t on t.set_id = l.to_set and t.external_id = l.to_external_id
  where l.ended_at is null
  order by 1`;

const linesOf = async (sql: string, values: unknown[] = []) =>
  (await engine.store.rows<{ line: string }>(sql, values)).map(({ line }) => line);

async function expectInStep(): Promise<void> {
  const here = milestones.map(({ id }) => id);
  expect(await linesOf(STORED)).toEqual(await linesOf(EXPECTED, [JSON.stringify(issues), here]));
}

describe('Issues with labels, authors and milestones', () => {
  it('wait for milestones that are not here, and become records and links of their own', async () => {
    milestones = [];
    const run = await engine.admin.runToEnd('issues');
    const waiting = issues.filter(({ milestone }) => milestone !== null).length;
    expect(run.receipt).toMatchObject({
      balanced: true,
      created: ISSUES - waiting,
      outcomes: { parked: waiting },
      derived: { rejected: 0, inactivated: 0 },
    });
    expect(await engine.admin.parked('issues')).toHaveLength(waiting);
    await expectInStep();
  });

  it('are applied once their milestones come, many with one run; the others wait on', async () => {
    milestones = [1, 2].map((id) => ({ id, title: `v${id}` }));
    await engine.admin.runToEnd('milestones');
    const still = issues.filter(({ milestone }) => milestone === 3).length;
    await eventually(
      'what waited is applied',
      async () => (await engine.admin.parked('issues')).length === still,
    );
    await expectInStep();
    const released = (await engine.admin.executions('issues')).items.filter(
      ({ trigger }) => trigger.kind === 'retry',
    );
    expect(released.length).toBeLessThanOrEqual(2);
  });

  it('follow what the provider changes: labels go and come, conditions flip, issues are gone', async () => {
    milestones = [1, 2, 3].map((id) => ({ id, title: `v${id}` }));
    await engine.admin.runToEnd('milestones');
    await eventually(
      'nothing waits any more',
      async () => (await engine.admin.parked('issues')).length === 0,
    );
    issues = issues
      .filter(({ number }) => number % 10 !== 0)
      .map((issue) => ({
        ...issue,
        state: issue.number % 6 === 0 ? ('closed' as const) : issue.state,
        labels: issue.labels.filter(({ id }) => id !== 4).map(({ id, name }) => ({ id, name: `${name}!` })),
        user: issue.user?.id === 3 ? USERS[3]! : issue.user,
      }));
    const changed = await engine.admin.runToEnd('issues');
    expect(changed.receipt).toMatchObject({ balanced: true });
    const again = await engine.admin.runToEnd('issues');
    expect(again.receipt).toMatchObject({ balanced: true, updated: 0, derived: expect.anything() });
    await expectInStep();
    const third = await engine.admin.runToEnd('issues');
    expect(third.receipt).toMatchObject({ balanced: true, updated: 0, created: 0, derived: null });
  });

  it('no longer wait once they are gone from the listing', async () => {
    issues = [...issues, { ...issueOf(900), milestone: 9 }];
    await engine.admin.runToEnd('issues');
    expect(await engine.admin.parked('issues')).toMatchObject([{ externalId: '900', waitsFor: '9' }]);
    issues = issues.filter(({ number }) => number !== 900);
    await engine.admin.runToEnd('issues');
    expect(await engine.admin.parked('issues')).toEqual([]);
    milestones = [...milestones, { id: 9, title: 'v9' }];
    await engine.admin.runToEnd('milestones');
    await expectInStep();
  });
});
