import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HOLDS_VALUES, tablesWith } from './testing/canary-walk.js';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

/** Part of every value of the person; no part of it stands in what anybody else says. */
const CANARY = 'canary';
const engine = startEngine();
let state = 'first';
const person = (id: string, name: string, n: unknown = 1) => ({
  ...{ id, n, name, mail: `${name}-${state}@example.com`, work: { city: `${name}-city` } },
  ...{ owner: 'boss', tags: [{ label: 'all' }] },
});
const bosses: readonly object[] = [];
let extra: readonly object[] = [];
const provider = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.setHeader('etag', `"${state}"`);
  const people = [person('ada', CANARY), person('bob', 'bob'), ...extra];
  const shop = [{ ...person('s-ada', CANARY), mail: `${CANARY}-shop@example.com` }];
  response.end(
    JSON.stringify(request.url!.includes('boss') ? bosses : request.url!.includes('shop') ? shop : people),
  );
});
beforeAll(async () => {
  provider.listen(0, '127.0.0.1');
  await once(provider, 'listening');
});
afterAll(() => {
  provider.close();
  provider.closeAllConnections();
});

const type = (...given: string[]) => typeIn(given, { url: engine.url, columns: 200 });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
const idsOf = async (...given: string[]) =>
  jsonOf<{ items: readonly { id: string }[] }>(await type(...given, '--json')).items.map(({ id }) => id);
const ok = async (...given: string[]) => {
  const seen = await type(...given);
  expect({ given, code: seen.code, err: seen.err }).toMatchObject({ code: 0 });
  return seen;
};

const MAPPING = JSON.stringify(
  ['id', 'n', 'name', 'mail', 'work'].map((field) => ({ source: field, target: field })),
);
const DERIVE = JSON.stringify([
  { name: 'work', at: 'work', recordType: 'place' },
  { name: 'tags', each: 'tags', key: 'label', shared: true, recordType: 'tag' },
]);
const SCHEMA = JSON.stringify({ type: 'object', properties: { n: { type: 'number' } } });
const RULES = JSON.stringify({ rules: [{ name: 'same name', when: { field: 'name', by: 'exact' } }] });

async function addJobs(): Promise<void> {
  const baseUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  for (const name of ['crm', 'shop']) {
    const streams = { people: { path: `/${name}` }, bosses: { path: '/boss' } };
    await ok(
      'connections',
      'add',
      name,
      '--connector',
      'rest',
      '--settings',
      JSON.stringify({ baseUrl, streams }),
    );
  }
  await ok('record-types', 'set', 'person', '--schema', SCHEMA);
  const full = ['--record-type', 'person', '--mode', 'full', '--mapping', MAPPING];
  await ok(
    'jobs',
    'add',
    'people',
    '--connection',
    'crm',
    '--stream',
    'people',
    ...full,
    '--derive',
    DERIVE,
    '--record-events',
    'values',
  );
  await ok('jobs', 'add', 'shop', '--connection', 'shop', '--stream', 'people', ...full);
}

const tablesWithCanary = () => tablesWith(engine.database, CANARY);

const keptAnswers = async () => (await engine.database.rows('select address from kept_answer', [])).length;

/** What nothing here plants by itself: a message that got stuck, a spilled page, a delivery. */
async function plantTraffic(): Promise<void> {
  const rows = (text: string) => engine.database.rows(`${text} returning 1`, []);
  await rows(`insert into stuck_message (topic, service, key, payload, attempts, error)
    select 'evenkeel.page-fetched.v1', 'ingestion', c.id::text, convert_to('{"name":"${CANARY}"}', 'UTF8'), 5, '${CANARY} is odd'
    from chunk c join execution e on e.id = c.execution_id join job j on j.id = e.job_id where j.name = 'people' limit 1`);
  await rows(`insert into kept_answer (connection_id, address, headers, body)
    select id, 'a', '{}', convert_to('${CANARY}', 'UTF8') from connection where name = 'crm'`);
  await rows(`insert into page_spill (value) values (convert_to('${CANARY}', 'UTF8'))`);
  await rows(`insert into execution_error (execution_id, nth, at, phase, class, code, message, attempt)
    select e.id, 99, now(), 'fetching', 'business', 'provider.refused', 'cannot read ${CANARY}-city', 1
    from execution e join job j on j.id = e.job_id where j.name = 'people' limit 1`);
  await rows(`with w as (insert into webhook_endpoint (id, connection_id, stream, token, sealed_secret, id_paths)
      select gen_random_uuid(), id, 'people', 'token', '', '{id}' from connection where name = 'crm' returning id)
    insert into webhook_delivery (endpoint_id, delivery_id, state, body, trigger_ids, external_ids)
    select id, 'd1', 'accepted', '{"name":"${CANARY}"}', '{}', '{ada}' from w`);
}

it('an erased person is found in no table, and stays erased', async () => {
  await addJobs();
  await ok('run', 'people', '--watch');
  state = 'second';
  await ok('run', 'people', '--watch');
  // Merged with what a shop says, and a review between the two closed by it.
  await ok('run', 'shop', '--watch');
  const rules = await typeIn(['record-types', 'set', 'person', '--match', '-'], {
    url: engine.url,
    stdin: RULES,
  });
  expect(rules.code).toBe(0);
  await ok('dedupe', 'person');
  state = 'third';
  await ok('run', 'people', '--watch');
  await ok('preview', 'people', '--watch');
  state = 'fourth';
  await ok('preview', 'people', '--watch');
  // Now it fails: kept whole, edited, and dead.
  extra = [person('ada', CANARY, 'seven')];
  await type('run', 'people', '--watch');
  extra = [];
  await plantTraffic();
  const id = jsonOf<{ items: { id: string; references: unknown[] }[] }>(
    await type('records', 'list', 'person', '--external-id', 'ada', '--json'),
  ).items[0]!.id;
  const planted = Object.keys(await tablesWithCanary()).sort();
  expect(planted).toEqual(
    expect.arrayContaining([
      ...[
        'execution_error',
        'failure',
        'kept_answer',
        'outcome',
        'page_spill',
        'plan_change',
        'projection',
        'record',
      ],
      ...['lifecycle_event', 'record_change', 'stuck_message', 'webhook_delivery'],
    ]),
  );

  expect(planted.filter((table) => !Object.hasOwn(HOLDS_VALUES, table))).toEqual([]);

  const refused = await type('records', 'erase', 'person', 'ada');
  expect(refused.err).toContain('--yes');
  const preview = await ok('records', 'erase', id, '--preview');
  for (const table of planted) expect(preview.out).toContain(table);
  const place = jsonOf<{ items: { id: string }[] }>(
    await type('records', 'list', 'place', '--external-id', 'ada', '--json'),
  ).items[0]!.id;
  expect((await type('records', 'erase', place, '--yes')).err).toContain(`made of parts of record ${id}`);

  await ok('records', 'erase', 'person', 'ada', '--yes', '--reason', 'asked for');
  expect(await tablesWithCanary()).toEqual({});
  // Compressed: what is in it cannot be looked for.
  expect(await keptAnswers()).toBe(0);
  expect((await ok('records', 'erase', id, '--preview')).out).toContain('nothing is left');
  await ok('records', 'erase', id, '--yes');
  const audit = await engine.database.rows(
    'select actor, reason, record_id::text as id from record_erasure',
    [],
  );
  expect(audit).toMatchObject([{ reason: 'asked for', id }]);
  const page = await ok('records', 'show', id);
  expect(page.out).toMatch(/erased/);
  expect(page.out).toMatch(/merged/);
  // Parted it would be read anew.
  const [merge] = await idsOf('matches', 'merges', '--record', id);
  expect((await type('matches', 'unmerge', merge!)).err).toContain(`evenkeel records unerase ${id}`);

  state = 'fifth';
  const again = await ok('run', 'people', '--watch');
  expect(again.out).toContain('1 excluded');
  expect(again.out).toContain('balanced');
  extra = [person('ada', CANARY, 'seven')];
  await type('run', 'people', '--watch');
  extra = [];
  expect(await tablesWithCanary()).toEqual({});
  expect(await keptAnswers()).toBe(0);
  expect((await idsOf('records', 'list', 'tag')).length).toBe(1);
  expect((await ok('records', 'show', 'tag', 'all')).out).toContain('label');

  await ok('records', 'unerase', id);
  await ok('run', 'people', '--watch');
  expect((await ok('records', 'show', id)).out).toContain(`${CANARY}-fifth@example.com`);
}, 120_000);
