import type { RecordTypeView } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

const engine = startEngine();
const type = (given: string, stdin?: string) =>
  typeIn(given.split(' '), { url: engine.url, ...(stdin === undefined ? {} : { stdin }) });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
const SCHEMA = JSON.stringify({
  properties: { id: { type: 'string', pattern: '[^7]$', maxLength: 40 }, Active: true },
});

beforeAll(async () => {
  const settings = JSON.stringify({ baseUrl: engine.provider.url });
  await type('connections add shop --connector simulator --settings -', settings);
  await type('jobs add customers --connection shop --stream customers --record-type customer --mode full');
});

describe('record-types', () => {
  it('lists those that jobs have named', async () => {
    const { out } = await type('record-types list');
    expect(out).toMatch(/customer +1 +open +customers +"synced"\."customer"/);
  });

  it('wants to know which schema, and reads it from where it is told', async () => {
    expect(await type('record-types set customer')).toMatchObject({ code: 2 });
    const refused = await type('record-types set customer --schema -', '{"propertys": {}}');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('did you mean properties?');
    const set = await type('record-types set customer --schema -', SCHEMA);
    expect(set.out).toContain('Record type customer is at revision 2\n');
    expect((await type('record-types set customer --open --revision 1')).code).toBe(1);
  });

  it('shows which column is which property, and the schema', async () => {
    const { out } = await type('record-types show customer');
    expect(out).toMatch(/Active_2 +jsonb +Active\n/);
    expect(out).toContain('"maxLength": 40');
  });

  it('has what breaks the schema rejected by a run, and told without values', async () => {
    const ran = await type('run customers --watch');
    expect(ran.out).toContain('900 created + 100 rejected');
    const failures = await type('dlq list --job customers --json');
    expect(failures.out).toContain('id breaks pattern (a text)');
    await type('record-types set customer --open');
    expect((await type('run customers --watch')).out).toContain('100 created + 900 unchanged');
  });

  it('is removed once no job brings it', async () => {
    expect((await type('record-types remove customer')).err).toContain('remove the job first');
    expect(jsonOf<RecordTypeView>(await type('record-types show customer --json'))).toMatchObject({
      revision: 3,
    });
    await type('jobs remove customers');
    expect((await type('record-types remove customer')).out).toContain('its records stay');
  });
});
