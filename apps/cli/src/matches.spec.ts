import type { RecordTypeView } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

const engine = startEngine();
const type = (given: string, stdin?: string) =>
  typeIn(given.split(' '), { url: engine.url, ...(stdin === undefined ? {} : { stdin }) });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
/** Two connections to one provider: each of its customers is there twice. */
const RULES = JSON.stringify({ rules: [{ name: 'same id', when: { field: 'id', by: 'exact' } }] });

beforeAll(async () => {
  const settings = JSON.stringify({ baseUrl: engine.provider.url });
  for (const name of ['crm', 'shop']) {
    await type(`connections add ${name} --connector simulator --settings -`, settings);
    await type(`jobs add ${name} --connection ${name} --stream customers --record-type customer --mode full`);
  }
});

describe('match rules', () => {
  it('names everything that is wrong with them', async () => {
    const wrong = await type(
      'record-types set customer --match -',
      '{"rules":[{"name":"a","when":{}}],"merg":1}',
    );
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('merg');
    expect(wrong.err).toContain('rules[0]');
  });

  it('of what is stored tell first, then merge, and part again', async () => {
    await type('run crm --watch');
    await type('run shop --watch');
    expect((await type('dedupe customer')).err).toContain('has no match rules');
    const set = await type('record-types set customer --match -', RULES);
    expect(set.out).toContain('records are matched');
    expect(jsonOf<RecordTypeView>(await type('record-types show customer --json')).matching).toBe('on');
    const preview = await type('dedupe customer --preview');
    expect(preview.out).toMatch(/2,000 records of type customer = 0 alone \+ 2,000 would be merged/);
    const shown = jsonOf<{ id: string; pairs: object[] }>(await type('dedupe crm --preview --json'));
    expect(shown.pairs).toHaveLength(100);
    expect((await type(`dedupe-runs show ${shown.id}`)).out).toContain('1,000 would be merged');
    expect((await type(`dedupe-runs cancel ${shown.id}`)).out).toContain('preview, cancelled');
    expect((await type(`dedupe customer --confirm ${shown.id}`)).err).toContain('cancelled');
    expect((await type('dedupe-runs list --type customer')).out).toMatch(
      /preview +ready[^]*preview +cancelled|preview +cancelled[^]*preview +ready/,
    );
    expect((await type('dedupe nothing --preview')).err).toContain('There is no record type "nothing"');
    const before = jsonOf<{ items: { id: string }[] }>(await type('records list customer --limit 1 --json'));
    expect((await type('dedupe customer')).code).toBe(0);
    const again = await type('dedupe customer');
    expect(again.out).toContain('1,000 records of type customer = 1,000 alone');
    const [{ id }] = before.items as [{ id: string }];
    const record = await type(`records show ${id}`);
    expect(record.out.match(/known as/g)).toHaveLength(2);
    const merges = jsonOf<{ items: { id: string; absorbed: string }[] }>(
      await type(`matches merges --record ${id} --json`),
    );
    const [{ id: merge, absorbed }] = merges.items as [{ id: string; absorbed: string }];
    expect((await type(`records show ${absorbed}`)).out).toContain(`was merged into record ${id}`);
    expect((await type(`matches unmerge ${merge} --preview`)).out).toContain(`record ${absorbed}, known as`);
    const unknown = await type(`matches unmerge ${merge} --references another`);
    expect(unknown.code).not.toBe(0);
    expect(unknown.err).toContain('came by merge');
    expect((await type(`matches unmerge ${merge} --references a --preview`)).err).toContain('--preview');
    expect((await type(`matches unmerge ${merge}`)).out).toContain(`Undone: merge ${merge}`);
    expect((await type(`matches unmerge ${merge} --preview`)).out).toContain('was undone already');
    expect((await type('dedupe customer')).out).toContain('1,001 records of type customer = 1,001 alone');
  }, 120_000);
});
