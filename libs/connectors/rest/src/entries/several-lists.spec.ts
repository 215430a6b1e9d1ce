import { startListServer } from '../testing/list-server.js';

const server = startListServer();
const stream = {
  recordsPath: ['added', 'modified'],
  removed: { path: ['removed', 'purged'], idPath: 'key' },
};
const listed = async (body: object, more = {}, since: string | null = null) => {
  server.answer = () => body;
  const part = since === null ? {} : { since: { kind: 'time', value: since } as const };
  const pages = await server.list({ ...stream, ...more }, part);
  return pages.flatMap(({ records }) => records);
};
const errorOf = async (body: object, more = {}) =>
  listed(body, more).then(
    () => Promise.reject(new Error('it was read')),
    (error: unknown) => error,
  );

describe('several lists in one answer', () => {
  it('are read in the order of their paths, and what is gone last', async () => {
    const body = {
      removed: [3, { key: 'x' }],
      modified: [{ id: 2 }],
      added: [{ id: 1 }, { id: 3 }],
      purged: ['9'],
    };
    expect((await listed(body)).map(({ externalId, gone, data }) => [externalId, gone, data])).toEqual([
      ['1', undefined, { id: 1 }],
      ['3', undefined, { id: 3 }],
      ['2', undefined, { id: 2 }],
      ['3', 'announced', null],
      ['x', 'announced', null],
      ['9', 'announced', null],
    ]);
  });

  it('tell what is gone of which they do not say the id', async () => {
    const records = await listed({
      added: [],
      modified: [],
      purged: [null, ''],
      removed: [{ id: 7 }, { key: {} }],
    });
    expect(records.map(({ externalId, noId }) => [externalId, noId])).toEqual([
      [null, undefined],
      [null, 'an object'],
      [null, 'null'],
      [null, 'an empty text'],
    ]);
  });

  it('know the ids of what is gone without regard to case where the provider does', async () => {
    const body = { added: [{ id: 'Ab' }], modified: [], removed: ['AB'], purged: [] };
    expect((await listed(body, { idCase: 'fold' })).map(({ externalId }) => externalId)).toEqual([
      'ab',
      'ab',
    ]);
  });

  it.each(['added', 'modified', 'removed', 'purged'])(
    'are refused without %s, unless that is declared',
    async (name) => {
      const body = Object.fromEntries(
        ['added', 'modified', 'removed', 'purged']
          .filter((other) => other !== name)
          .map((other) => [other, []]),
      );
      expect(await errorOf(body)).toMatchObject({
        code: 'provider.unexpected_shape',
        message: expect.stringContaining(
          `"${name}" in the answer of /things holds nothing, not a list`,
        ) as string,
      });
      expect(await listed(body, { nothing: ['absent'] })).toEqual([]);
      expect(await errorOf({ ...body, [name]: null })).toMatchObject({ code: 'provider.unexpected_shape' });
      const changes = { incremental: { kind: 'time', param: 'since' } };
      expect(await listed({ ...body, [name]: null }, changes, '2026-11-01T00:00:00Z')).toEqual([]);
    },
  );

  it('with an error beside all of them are refused, and not where one has something', async () => {
    const body = { error: 'late', added: [], modified: [], removed: [], purged: [] };
    expect(await errorOf(body)).toMatchObject({ code: 'provider.error_in_answer' });
    expect((await listed({ ...body, purged: [1] })).length).toBe(1);
  });

  it('go on behind a page that only has what is gone', async () => {
    server.answer = ({ searchParams: q }) =>
      [
        { added: [{ id: 1 }], removed: [] },
        { added: [], removed: [8, 9] },
        { added: [{ id: 2 }], removed: [] },
        { added: [], removed: [] },
      ][Number(q.get('page')) - 1];
    const numbered = { pagination: { kind: 'page', param: 'page' } };
    const pages = await server.list({ recordsPath: 'added', removed: { path: 'removed' }, ...numbered });
    expect(server.idsOf(pages)).toEqual([1, 8, 9, 2]);
    expect(server.asked.length).toBe(4);
  });
});
