import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

const engine = startEngine();
const EMAIL = 'shared-canary@example.com';
let people = [
  { id: 'p1', name: 'Ada', email: EMAIL },
  { id: 'q1', name: 'Bob', email: 'bob@example.com' },
  { id: 'p2', name: 'Ada L.', email: EMAIL },
  { id: 'q2', name: 'Bob jr.', email: 'bob@example.com' },
];
const provider = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(people));
});
beforeAll(async () => {
  provider.listen(0, '127.0.0.1');
  await once(provider, 'listening');
});
afterAll(() => {
  provider.close();
  provider.closeAllConnections();
});

const type = (given: string, stdin?: string) =>
  typeIn(given.split(' '), { url: engine.url, columns: 200, ...(stdin === undefined ? {} : { stdin }) });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
const openMatches = async () =>
  jsonOf<{ items: { id: string; one: string; other: string }[] }>(await type('matches list --json')).items;

it('asks a person about two of one source, and remembers what they say', async () => {
  const baseUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  await type(
    'connections add crm --connector rest --settings -',
    JSON.stringify({ baseUrl, streams: { people: { path: '/people' } } }),
  );
  const rules = { rules: [{ name: 'same e-mail', when: { field: 'email', by: 'exact' } }] };
  await type('record-types set person --sensitive email --match -', JSON.stringify(rules));
  await type('jobs add people --connection crm --stream people --record-type person --mode full');
  expect((await type('run people --watch')).out).toContain('4 created');

  const listed = await type('matches list');
  expect(listed.out.match(/one source has both/g)).toHaveLength(2);
  expect((await type('status')).out).toContain('evenkeel matches list');
  const [ada, bob] = await openMatches();
  const shown = await type(`matches show ${ada!.id}`);
  expect(shown.out).toMatch(/name +"Ada" +"Ada L\."/);
  expect(shown.out + listed.out).not.toContain(EMAIL);

  expect((await type(`matches merge ${ada!.id}`)).out).toContain(
    `record ${ada!.other} is part of record ${ada!.one}`,
  );
  expect((await type(`matches merge ${ada!.id}`)).code).toBe(0);
  expect((await type(`matches keep-apart ${ada!.id}`)).code).toBe(1);
  const one = await type(`records show ${ada!.one}`);
  expect(one.out.match(/known as/g)).toHaveLength(2);
  expect((await type(`matches keep-apart ${bob!.id}`)).out).toContain('Kept apart');

  // Neither is asked about again, whatever the provider says of them, or when one comes back under another id.
  people = people.map((person) => ({ ...person, name: `${person.name}!` }));
  expect((await type('run people --watch')).out).toContain('4 updated');
  people = people.map((person) => (person.id === 'q2' ? { ...person, id: 'q3' } : person));
  await type('run people --watch');
  expect(await openMatches()).toEqual([]);
  expect((await type('records show person q3')).out.match(/known as/g)).toHaveLength(1);
  expect((await type('records show person q1')).out.match(/known as/g)).toHaveLength(1);
}, 60_000);
