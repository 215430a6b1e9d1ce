import { startEngine } from './testing/start-engine.js';
import { typeIn } from './testing/type-in.js';

const engine = startEngine();
const type = (given: readonly string[], stdin?: string) =>
  typeIn(given, { url: engine.url, ...(stdin === undefined ? {} : { stdin }) });
const say = (line: string, stdin?: string) => type(line.split(' '), stdin);

const DERIVE = JSON.stringify([
  { name: 'address', at: 'address', recordType: 'address' },
  { name: 'tags', each: 'tags', key: 'value', shared: true, recordType: 'tag', link: 'tagged' },
]);
const LINKS = JSON.stringify([
  { name: 'owner', stream: 'customers', recordType: 'customer', at: 'assigned_to', required: true },
]);

beforeAll(async () => {
  const settings = JSON.stringify({ baseUrl: engine.provider.url });
  await say('connections add shop --connector simulator --settings -', settings);
});

describe('derived records', () => {
  it('are told what is wrong with their rules, all at once', async () => {
    const wrong = JSON.stringify([
      { name: 'a', recordType: 'b' },
      { name: 'a', each: 'c', recordType: 'b' },
    ]);
    const job = 'jobs add customers --connection shop --stream customers --record-type customer --mode full';
    const { code, err } = await say(`${job} --derive -`, wrong);
    expect(code).toBe(2);
    for (const place of ['derive[0].at', 'derive[1].key', 'derive[1].name']) expect(err).toContain(place);
    expect((await say(`${job} --derive -`, DERIVE)).code).toBe(0);
  });

  it('are shown with their job, counted with a run, and found from the record and back', async () => {
    const { out: shown } = await say('jobs show customers');
    expect(shown).toMatch(
      /derives +address: address at address\n +tags: a tag for each of tags, by value, shared/,
    );
    const { out: ran } = await say('run customers --watch');
    expect(ran).toContain('balanced: 1,000 fetched = 1,000 created');
    expect(ran).toMatch(/derived: 1,0\d\d created/);
    const { out: record } = await say('records show customer cus_00000001');
    expect(record).toMatch(/links to +address: address cus_00000001 in shop\/customers \(record \d+\)/);
    expect(record).toMatch(/links to +tagged: tag \S+ in shop\/customers/);
    const { out: address } = await say('records show address cus_00000001');
    expect(address).toMatch(/known as +cus_00000001 in shop\/customers, rule address/);
    expect(address).toMatch(/derived from +address: customer cus_00000001/);
    const history = await say('records show address cus_00000001 --history city');
    expect(history.out).toMatch(
      /derived: cus_00000001 in shop\/customers, rule address, version 1|read, version 1/,
    );
    expect((await say('record-types show tag')).out).toContain('"synced"."tag"');
  });
});

describe('records that wait', () => {
  it('are listed until what they wait for is here', async () => {
    await say(
      'jobs add devices --connection shop --stream devices --record-type device --mode full --links -',
      LINKS,
    );
    expect((await say('jobs show devices')).out).toMatch(
      /links +owner: customer of customers, by assigned_to, waits for it/,
    );
    expect((await say('parked list')).out).toContain('No record waits for another');
    await engine.database.rows(
      `delete from external_reference e using reference_set s
       where s.id = e.set_id and s.stream = 'customers' and s.rule = ''`,
    );
    const { out } = await say('run devices --watch');
    expect(out).toMatch(/created \+ [\d,]+ parked/);
    expect(out).toContain('`evenkeel parked list`');
    expect((await say('parked list --job devices --limit 2')).out).toMatch(
      /devices +\S+ +owner: customer cus_\d+ of customers +\S+.* waiting/,
    );
  });
});
