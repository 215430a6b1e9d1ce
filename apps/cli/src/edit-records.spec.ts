import type { RecordView } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

const engine = startEngine();
const type = (...given: string[]) => typeIn(given, { url: engine.url });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;

beforeAll(async () => {
  await type('record-types', 'set', 'note', '--schema', '{"properties":{"n":{"type":"number"}}}');
});

async function created(...fields: string[]): Promise<string> {
  const seen = await type('records', 'create', 'note', ...fields, '--json');
  expect(seen).toMatchObject({ code: 0, err: '' });
  return jsonOf<RecordView>(seen).id;
}
const shown = async (id: string) => jsonOf<RecordView>(await type('records', 'show', id, '--json'));

describe('records create, set and delete', () => {
  it('adds a record of texts, JSON and a whole object', async () => {
    const id = await created('text=a=b', 'n:=1.50', 'by.name=ann', '--data', '{"by":{"at":"x"}}');
    expect((await shown(id)).data).toEqual({ text: 'a=b', n: 1.5, by: { at: 'x', name: 'ann' } });
  });

  it('changes what is named, and only at the version that was seen', async () => {
    const id = await created('text=a', 'n:=1');
    const { out, code } = await type(
      'records',
      'set',
      'note',
      id,
      'n:=2',
      '--unset',
      'text',
      '--if-version',
      '1',
    );
    expect([out, code]).toEqual([`Changed: record ${id}, version 2`, 0]);
    expect((await shown(id)).data).toEqual({ n: 2 });
    const late = await type('records', 'set', 'note', id, 'n:=3', '--if-version', '1');
    expect(late.code).not.toBe(0);
    expect(late.err).toContain(`Record ${id} is at version 2, not 1`);
  });

  it('deletes it and says how to have it back', async () => {
    const id = await created('text=a');
    const { out } = await type('records', 'delete', 'note', id);
    const back = `evenkeel records set note ${id} --restore`;
    expect(out).toBe(`Deleted: record ${id}\n  it is kept as an inactive one; to have it back: ${back}`);
    await type('records', 'set', 'note', id, '--restore');
    expect(await shown(id)).toMatchObject({ inactiveAt: null, version: 3 });
  });

  it('says what is wrong with what is given', async () => {
    const id = await created('text=a');
    expect((await type('records', 'set', 'note', id, 'n=text')).err).toContain('n: breaks type (a text)');
    expect((await type('records', 'set', 'note', id, 'n')).err).toContain('"n" says no value');
    expect((await type('records', 'set', 'note', id, 'n:=x')).err).toContain('For a text write n=x');
    expect((await type('records', 'set', 'note', id)).err).toContain('says nothing');
    expect((await type('records', 'set', 'other', id, 'n:=1')).err).toContain('no record of type other');
    expect((await type('records', 'set', 'note', id, 'n:=1', '--if-version', 'x')).code).toBe(2);
  });
});

describe('records show --history', () => {
  it('tells the values of a field, the newest first, with who edited it', async () => {
    const id = await created('text=a', 'by.name=ann');
    await type('records', 'set', 'note', id, 'text=b');
    await type('records', 'set', 'note', id, 'by.name=bob');
    await type('records', 'set', 'note', id, '--unset', 'text');
    const text = await type('records', 'show', id, '--history', 'text');
    const [title, ...lines] = text.out.split('\n');
    expect(title).toBe(`text of record ${id}, the newest first`);
    expect(lines.filter((_, nth) => nth % 2 === 0).map((line) => line.trim().split('  ')[1])).toEqual([
      '(not there)',
      '"b"',
      '"a"',
    ]);
    expect(lines[1]).toMatch(/edited by .+, version 4$/);
    const name = await type('records', 'show', id, '--history', 'by.name', '--limit', '1');
    expect(name.out).toMatch(/"bob"[^]*more with --cursor /);
    const cursor = name.out.split(' ').at(-1)!;
    const rest = await type('records', 'show', id, '--history', 'by.name', '--cursor', cursor);
    expect(rest.out).toContain('"ann"');
    expect(rest.out).not.toContain('"bob"');
  });

  it('says what is wrong with a field, and of what there is no record', async () => {
    const id = await created('text=a');
    expect((await type('records', 'show', id, '--history', 'a..b')).err).toContain('field: ');
    expect((await type('records', 'show', '999999', '--history', 'text')).err).toContain('no record 999999');
  });
});
