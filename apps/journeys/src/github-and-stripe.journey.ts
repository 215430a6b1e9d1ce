import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnswerOf, OpenEndpointList, WebhookEndpointView } from '@evenkeel/contracts-admin';
import type { JsonObject } from '@evenkeel/domain';
import { typeCommand } from './kit/command-line.js';
import { EmulatedProvider } from './kit/emulated-provider.js';
import { startStripe } from './kit/emulated-stripe.js';
import { eventually } from './kit/eventually.js';
import { expectedPeople, hasEmail, type Customer, type Issue, type Profile } from './kit/expected-people.js';
import { freePort } from './kit/free-port.js';
import { journeyFolder } from './kit/repository.js';
import { restExample } from './kit/rest-example.js';
import { startStandalone, type StandaloneUnderTest } from './kit/standalone.js';
import { gatewayOf } from './kit/standalone-gateway.js';
import { LINKED, PEOPLE, STORED_PEOPLE } from './kit/stored-people.js';

/** Runs in the lane of the journeys of `npm test`. */
jest.setTimeout(60_000);

const ISSUES = '/repos/user-0/hello/issues';
const folder = journeyFolder('github-and-stripe');
const logins = Array.from({ length: 9 }, (_, nth) => `user-${nth}`);
const labels = ['bug', 'docs', 'later', 'help'];
const ALL_MAY_GO = { deleteCeiling: { percent: 100, records: 100 }, mode: 'full' } as const;

let engine: StandaloneUnderTest;
let github: EmulatedProvider;
let stripe: EmulatedProvider;
let webhook: string;
/** A customer that a person has said is none of the users. */
let parted: string;

beforeAll(async () => {
  [engine, github] = await Promise.all([startStandalone(folder), startGithub()]);
  stripe = await startShop();
  for (const number of Array.from({ length: 30 }, (_, nth) => nth)) await open(number);
  await set('person', PEOPLE);
  await addJobs();
}, 120_000);
afterAll(async () => {
  await Promise.all([github?.stop(), stripe?.stop()]);
  await engine?.stop();
}, 60_000);

/** Every third person has no address; they write theirs in capitals, and the shop in small letters. */
function startGithub(): Promise<EmulatedProvider> {
  const users = logins.map((login, nth) => ({
    ...{ login, name: `Name ${nth}` },
    ...(nth % 3 === 2 ? {} : { email: `User-${nth}@Example.org` }),
  }));
  const tokens = Object.fromEntries(logins.map((login) => [login, { login, scopes: ['repo', 'user'] }]));
  const repos = [{ owner: 'user-0', name: 'hello' }];
  return EmulatedProvider.start({
    ...{ service: 'github', token: 'user-0', folder },
    seed: { tokens, github: { users, repos } },
  });
}

/** Issue by one of the first six. */
async function open(number: number, author = `user-${number % 6}`): Promise<void> {
  const carried = labels.filter((_, nth) => (number >> nth) % 2 === 1);
  await github.as(author).send('POST', ISSUES, { title: `Issue ${number}`, labels: carried });
}

async function type(...given: readonly string[]): Promise<string> {
  const { code, out, err } = await typeCommand(engine.url, given);
  expect([code, err]).toEqual([0, '']);
  return out;
}

async function set(recordType: string, rules: JsonObject): Promise<void> {
  const file = join(folder, `${recordType}.json`);
  writeFileSync(file, JSON.stringify(rules));
  await type('record-types', 'set', recordType, '--match', file);
}

/** Customers 0, 1 and 3 are users; 20 and 21 are two with one address, 22 has one that says nothing. */
const EMAILS = [
  ...[0, 1, 3].map((nth) => `user-${nth}@example.org`),
  ...[10, 11, 12, 20, 20].map((nth) => `customer-${nth}@example.org`),
  'none@none.com',
];

/** It knows from its start where it tells of customers, so that our address is opened before. */
async function startShop(): Promise<EmulatedProvider> {
  const port = await freePort();
  const shop = restExample('stripe', `http://127.0.0.1:${port}`);
  const { customers } = shop['streams'] as Readonly<Record<string, JsonObject>>;
  // This server keeps no log of events: each run lists everything.
  const { changes: ___, ...listed } = customers!;
  await engine.admin.addConnection({
    ...{ name: 'shop', connector: 'rest', settings: { ...shop, streams: { customers: listed } } },
    credentials: { token: 'shop' },
  });
  const kinds = [
    { when: 'customer.deleted', then: 'deleted' },
    { when: 'customer.*', then: 'changed' },
    { when: '*', then: 'ignore' },
  ];
  const given = ['--id-path', 'data.object.id', '--rules', JSON.stringify({ kindPath: 'type', kinds })];
  const opened = await type(
    ...['webhooks', 'add', 'shop', '--stream', 'customers', '--scheme', 'stripe', ...given, '--json'],
  );
  const { id, path, secret } = JSON.parse(opened) as WebhookEndpointView;
  webhook = id;
  const url = (await gatewayOf(folder)) + path;
  return startStripe({ folder, port, emails: EMAILS, webhook: { url, secret } });
}

async function addJobs(): Promise<void> {
  const example = restExample('github', github.url);
  const { issues } = example['streams'] as Readonly<Record<string, JsonObject>>;
  // Its writes name the parts of an id that is another one here.
  const { parent: _, incremental: __, writes: ____, ...listing } = issues!;
  // What GitHub lists of a user has no address: each is read by its login.
  const users = { path: '/users', idPath: 'login', versionPath: 'id', shape: 'inventory' };
  const streams = {
    issues: { ...listing, path: ISSUES, idPath: 'number', readOne: { path: `${ISSUES}/{id}` } },
    users: {
      ...users,
      ...{ pageSizeParam: 'per_page', pagination: { kind: 'link' }, readOne: { path: '/users/{id}' } },
    },
  };
  const settings = { ...example, streams };
  const admin = engine.admin;
  await admin.addConnection({ name: 'hub', connector: 'rest', settings, credentials: { token: 'user-0' } });
  const email = { source: 'email', target: 'email', transforms: ['lowercase'] };
  await admin.addJob({
    ...{ ...ALL_MAY_GO, name: 'issues', connection: 'hub', stream: 'issues', recordType: 'issue' },
    mapping: [{ source: 'title', target: 'title' }],
    derive: [
      {
        ...{ name: 'labels', each: 'labels', key: 'id', shared: true, recordType: 'label' },
        mapping: [{ source: 'name', target: 'name' }],
      },
      {
        ...{ name: 'author', at: 'user', key: 'id', shared: true, recordType: 'person' },
        mapping: [{ source: 'login', target: 'login' }],
      },
    ],
  });
  await admin.addJob({
    ...{ ...ALL_MAY_GO, name: 'users', connection: 'hub', stream: 'users', recordType: 'person' },
    mapping: [{ source: 'login', target: 'login' }, { source: 'name', target: 'name' }, email],
  });
  await admin.addJob({
    ...{ ...ALL_MAY_GO, name: 'customers', connection: 'shop', stream: 'customers', recordType: 'person' },
    mapping: [{ source: 'name', target: 'customer' }, email],
  });
}

/** What the providers say now, asked of them as anybody would. */
async function state() {
  const issues = await github.get<Issue[]>(`${ISSUES}?state=all&per_page=100`);
  const listed = await github.get<{ login: string }[]>('/users?per_page=100');
  const users = await Promise.all(listed.map(({ login }) => github.get<Profile>(`/users/${login}`)));
  const { data: customers } = await stripe.get<{ data: Customer[] }>('/v1/customers?limit=100');
  return { issues, users, customers };
}

async function runAll(...jobs: readonly string[]): Promise<void> {
  for (const job of jobs) {
    const { status, reason, receipt } = await engine.admin.runToEnd(job, { mode: 'full' });
    expect([job, status, reason, receipt.balanced]).toEqual([job, 'completed', null, true]);
  }
}

const linesOf = async (sql: string) =>
  (await engine.store.rows<{ line: string }>(sql)).map(({ line }) => line).toSorted();

/** `apart`: customers that a person has said are none of the users. */
async function expectInStep(apart: readonly string[] = []): Promise<void> {
  const { people, links } = expectedPeople(await state(), apart);
  expect(await linesOf(STORED_PEOPLE)).toEqual(people);
  expect(await linesOf(LINKED)).toEqual(links);
}

const customer = async (email: string) =>
  (await state()).customers.find(hasEmail(email)) ?? fail(`nobody at the shop has the address ${email}`);
function fail(message: string): never {
  throw new Error(message);
}

it('makes one person of an author, a user and a customer, whichever comes first', async () => {
  await runAll('issues', 'users', 'customers');
  await expectInStep();
});

it('follows what changes and goes at both providers', async () => {
  await open(31, 'user-7');
  await github.send('PATCH', `${ISSUES}/2`, { labels: ['docs', 'new'], title: 'Other' });
  await github.send('DELETE', '/repos/user-0/hello/labels/later', {});
  const { id: gone } = await customer('user-1@example.org');
  await stripe.send('DELETE', `/v1/customers/${gone}`, {});
  const { id: found } = await customer('customer-10@example.org');
  await stripe.send('POST', `/v1/customers/${found}`, { email: 'User-4@example.org' });
  await stripe.send('POST', '/v1/customers', { email: 'user-6@example.org', name: 'New' });
  await runAll('customers', 'issues', 'users');
  await expectInStep();
});

it('keeps apart what a person has parted, in the next two runs', async () => {
  const { id } = await customer('user-3@example.org');
  parted = id;
  const [{ record }] = (await engine.store.rows<{ record: string }>(
    'select record_id::text as record from external_reference where external_id = $1',
    [id],
  )) as [{ record: string }];
  const { items } = JSON.parse(await type('matches', 'merges', '--record', record, '--json')) as {
    readonly items: readonly { readonly id: string }[];
  };
  // The newest: the customer came last.
  await type('matches', 'unmerge', items[0]!.id);
  await expectInStep([id]);
  for (const name of ['Once', 'Twice']) {
    await stripe.send('POST', `/v1/customers/${id}`, { name });
    await open(32, 'user-3');
    await runAll('issues', 'users', 'customers');
    await expectInStep([id]);
  }
});

it('reads a customer when the shop tells of it, signed as Stripe signs', async () => {
  const { items: before } = JSON.parse(
    await type('webhooks', 'deliveries', webhook, '--json'),
  ) as AnswerOf<'listDeliveries'>;
  expect(new Set(before.map(({ state }) => state))).toEqual(new Set(['ignored']));
  await type('jobs', 'change', 'customers', '--webhook');
  const { id: gone } = await customer('customer-11@example.org');
  await stripe.send('DELETE', `/v1/customers/${gone}`, {});
  const { id: changed } = await customer('customer-12@example.org');
  await stripe.send('POST', `/v1/customers/${changed}`, { name: 'Told', email: 'user-7@example.org' });
  await stripe.send('POST', '/v1/customers', { email: 'new@example.org', name: 'Told as well' });
  await eventually('each was read', async () => {
    const { items } = JSON.parse(
      await type('webhooks', 'deliveries', webhook, '--state', 'accepted', '--json'),
    ) as AnswerOf<'listDeliveries'>;
    return items.length === 3;
  });
  await eventually('their runs have ended', async () => {
    const runs = await engine.store.rows<{ status: string }>(
      `select status from execution where trigger_kind = 'webhook'`,
    );
    return runs.length > 0 && runs.every(({ status }) => status === 'completed');
  });
  await expectInStep([parted]);
  const [{ refusedFor } = { refusedFor: 'none' }] = (
    JSON.parse(await type('webhooks', 'list', 'shop', '--json')) as OpenEndpointList
  ).items;
  expect(refusedFor).toBeNull();
});
