import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigurationPlan } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

const folder = mkdtempSync(join(tmpdir(), 'configuration-'));
const engine = startEngine({
  references: {
    ...{ prefix: 'EVENKEEL_REF_', folder: join(folder, 'secrets'), forbidden: [] },
    environment: { EVENKEEL_REF_SHOP_TOKEN: 'the-token-of-the-shop' },
  },
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const type = (given: string, stdin?: string): Promise<Seen> =>
  typeIn(given.split(' '), { url: engine.url, ...(stdin === undefined ? {} : { stdin }) });
const planOf = ({ out }: Seen) => JSON.parse(out) as ConfigurationPlan;
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const PAGE = readFileSync(join(__dirname, '../../../docs/config-as-code.md'), 'utf8');
/** Those of one language, in their order. */
const blocks = (language: string): readonly string[] =>
  [...PAGE.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, of, text = '']) =>
    of === language ? [text] : [],
  );

const documentsOf = (mapping: string) => `
apiVersion: evenkeel.dev/v1
kind: Job
metadata: { name: customers }
spec:
  connection: simulated
  stream: customers
  recordType: customer
  mode: full
  mapping: ${mapping}
---
apiVersion: evenkeel.dev/v1
kind: Connection
metadata: { name: simulated }
spec:
  connector: simulator
  settings: { baseUrl: "${engine.provider.url}" }
`;

describe('documents of configuration', () => {
  it('are applied, exported, and then change nothing', async () => {
    const path = file('engine.yaml', documentsOf('[]'));
    const told = await type(`diff ${path}`);
    expect(told.out).toMatch(/^\+ Connection\/simulated {3}\(.*engine\.yaml:12\)\n/);
    expect(told.out).toContain('+ Job/customers');
    expect(told.out).toContain('Would be: 2 added');
    expect(await type(`diff ${path} --exit-code`)).toMatchObject({ code: 1 });
    expect((await type(`apply ${path}`)).out).toContain('Applied: 2 added');
    const exported = await type('export');
    expect(exported.out).toContain('kind: Connection\nmetadata:\n  name: simulated\n');
    const again = await type('apply - --json', exported.out);
    expect(planOf(again)).toMatchObject({ applied: true, changes: [], unchanged: 3 });
    expect((await type('apply -', exported.out)).out).toBe(
      'Nothing to change: 3 documents say what is there',
    );
    expect(await type('diff - --exit-code', exported.out)).toMatchObject({ code: 0 });
  });

  it('tell how many records will be compared again', async () => {
    expect((await type('run customers --watch')).out).toContain('1,000 created');
    const path = file('engine.yaml', documentsOf('[{ source: id, target: id }]'));
    const told = await type(`apply ${path} --dry-run`);
    expect(told.out).toContain(
      '  ! changes the mapping: 1,000 records will be compared again by its next run\n',
    );
    expect(told.out).toContain('    mapping: [] -> [{"source":"id","target":"id"}]\n');
    expect((await type('jobs show customers')).out).toMatch(/mapping +none/);
    await type(`apply ${path} --set engine`);
    expect((await type('run customers --watch')).out).toContain('1,000 updated');
  });

  it('are not edited otherwise once a set manages them, unless that is forced', async () => {
    expect((await type('jobs list')).out).toMatch(/MANAGED BY\n.*engine/s);
    expect((await type('jobs show customers')).out).toMatch(/managed by +the documents of the set engine/);
    const refused = await type('jobs change customers --timeout 5');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('Job customers is managed by the documents of the set engine');
    expect(refused.err).toContain('evenkeel apply');
    expect((await type('jobs change customers --timeout 5 --force')).code).toBe(0);
    expect((await type(`diff ${join(folder, 'engine.yaml')} --set engine`)).out).toContain(
      '    timeoutMinutes: 5 -> 60\n',
    );
  });

  it('say everything that is wrong, each with its line', async () => {
    const text = `kind: Jobs\n---\napiVersion: evenkeel.dev/v1\nkind: Group\nmetadata: { name: g }\nspec: { jobs: [custmers] }\n`;
    const seen = await type('validate -', text);
    expect(seen.code).toBe(1);
    expect(seen.out).toContain('stdin:1 kind: must be one of');
    expect(seen.out).toContain('did you mean Job?');
    expect(seen.out).toContain('stdin:3 Group/g spec.jobs[0]: There will be no Job/custmers');
    expect(seen.out).toContain('  remedy: Did you mean customers?');
    expect(seen.out).toContain('3 problems in 2 documents');
    const refused = await type('apply -', text);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('stdin:3 Group/g spec.jobs[0]');
  });

  it('that are no YAML are told before anything is sent', async () => {
    const seen = await type('apply -', 'a: [1\n---\nb: {c\n');
    expect(seen.code).toBe(2);
    expect(seen.err).toMatch(/stdin:\d+: /);
    expect((await type('apply -', '# only a comment\n')).err).toContain('There is no document in -');
    expect((await type(`apply ${join(folder, 'missing')}`)).err).toContain('ENOENT');
  });

  it('keep the digits of numbers', async () => {
    const schema =
      '{ properties: { id: { maximum: 12345678901234567890 }, share: { minimum: 0.10000000000000000001 } } }';
    const text = `apiVersion: evenkeel.dev/v1\nkind: RecordType\nmetadata: { name: exact }\nspec: { schema: ${schema} }\n`;
    expect((await type('apply -', text)).code).toBe(0);
    const { out } = await type('export --kind RecordType');
    expect(out).toContain('maximum: 12345678901234567890\n');
    expect(out).toContain('minimum: 0.10000000000000000001');
    expect(planOf(await type('diff - --json', out))).toMatchObject({ changes: [] });
  });

  it('take their secrets from files below one folder', async () => {
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets', 'hook'), 'https://hooks.example/T0/hidden\n');
    const text = `apiVersion: evenkeel.dev/v1\nkind: NotificationChannel\nmetadata: { name: team }\nspec: { slack: { url: "file:hook" } }\n`;
    expect((await type('apply -', text)).code).toBe(0);
    expect((await type('notifications show team')).out).toContain('https://hooks.example');
    const { out } = await type('export --kind NotificationChannel');
    expect(out).toContain('url: file:hook');
    expect(out).not.toContain('hidden');
  });
});

it('the page of the manual: its documents and its commands', async () => {
  const [documents] = blocks('yaml');
  expect(documents).toContain('kind: Connection');
  const shop = file('shop.yaml', '');
  mkdirSync(join(folder, 'config'));
  writeFileSync(join(folder, 'config', 'shop.yaml'), documents ?? '');
  const commands = blocks('').flatMap((text) =>
    text.split('\n').filter((line) => line.startsWith('evenkeel ')),
  );
  expect(commands.length).toBeGreaterThan(6);
  for (const command of commands) {
    const [given, into] = command.replace(/^evenkeel /, '').split(' > ');
    const seen = await type(
      (given ?? '').replaceAll('shop.yaml', shop).replaceAll('config/', join(folder, 'config')),
    );
    expect([command, seen.code, seen.err]).toEqual([command, 0, '']);
    if (into !== undefined) writeFileSync(shop, `${seen.out}\n---\n${documents ?? ''}`);
  }
  expect((await type('jobs show shop-customers')).out).toMatch(/managed by +the documents of the set shop/);
});
