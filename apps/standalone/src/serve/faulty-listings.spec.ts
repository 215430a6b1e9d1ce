import type { JsonObject } from '@evenkeel/domain';
import type { Answer } from '../testing/small-provider.js';
import { StandaloneWorld } from '../testing/standalone-world.js';

const world = new StandaloneWorld();
const ROWS = 60;
const SIZE = 20;

const row = (nth: number, more: JsonObject = {}) => ({
  ...{ id: `r${nth}`, name: `Row ${nth}`, updatedAt: '2026-03-01T00:00:00Z', ...more },
});
const rows = Array.from({ length: ROWS }, (_, nth) => row(nth + 1));
const pageOf = (url: URL) => Number(url.searchParams.get('cursor') ?? 1);
const rowsOf = (page: number) => rows.slice((page - 1) * SIZE, page * SIZE);
const whole = (more: readonly object[] = []): Answer => ({ body: { data: [...rows, ...more], next: null } });

/** Sixty rows, twenty a page, and each by its id. */
function healthy(url: URL): Answer {
  if (url.pathname === '/rows') {
    const page = pageOf(url);
    const next = page * SIZE < ROWS ? String(page + 1) : null;
    return { body: { data: rowsOf(page), total: ROWS, next } };
  }
  const found = rows.find(({ id }) => url.pathname === `/rows/${id}`);
  return found === undefined ? { status: 404, body: {} } : { body: found };
}

const LISTING = {
  path: '/rows',
  recordsPath: 'data',
  modifiedAtPath: 'updatedAt',
  readOne: { path: '/rows/{id}' },
  pagination: { kind: 'cursor', param: 'cursor', nextPath: 'next' },
};
const { readOne: _, ...WITHOUT_READ_ONE } = LISTING;

const full = (job: string) => world.run(job, { mode: 'full' });
const active = async (job: string) =>
  Object.entries(await world.stored(job)).filter(([, { inactive }]) => !inactive);
const names = async (job: string) =>
  Object.fromEntries((await active(job)).map(([id, { data }]) => [id, data['name']]));

/** A job whose first run has read the sixty rows; then the provider answers like this. */
async function loaded(
  name: string,
  broken: (url: URL) => Answer,
  stream: JsonObject = LISTING,
  before = healthy,
): Promise<string> {
  world.provider.script = before;
  await world.addJob(name, stream);
  expect(await full(name)).toMatchObject({ status: 'completed', receipt: { created: ROWS } });
  world.provider.asked.length = 0;
  world.provider.script = broken;
  return name;
}

describe('a listing that says that it is not everything', () => {
  it('by an error beside an empty list is refused each time, and nothing is gone', async () => {
    const body = { error: { code: 'quota', message: 'quota exceeded' }, data: [], total: 60, next: null };
    const job = await loaded('error-beside', () => ({ body }), WITHOUT_READ_ONE);
    for (const mode of ['full', 'full', 'incremental'] as const) {
      const run = await world.run(job, { mode });
      expect(run).toMatchObject({ status: 'failed', reason: { code: 'provider.error_in_answer' } });
    }
    expect(await active(job)).toHaveLength(ROWS);
  });

  it.each([
    ['an escaped quote', 'title="page \\"2\\""; rel="next"'],
    ['a semicolon in quotes', 'title="a; rel=prev"; rel="next"'],
    ['blanks around the sign', 'rel = "next"'],
    ['an empty parameter', '; rel="next"'],
  ])('is read to the end of a Link header with %s', async (form, parameters) => {
    const linked = (url: URL): Answer => {
      const page = pageOf(url);
      const link = `</rows?cursor=${page + 1}>; ${parameters}`;
      return { body: { data: rowsOf(page) }, headers: page * SIZE < ROWS ? { link } : {} };
    };
    const stream = { ...WITHOUT_READ_ONE, pagination: { kind: 'link' } };
    const job = await loaded(`link ${form}`, linked, stream, linked);
    expect(await full(job)).toMatchObject({ status: 'completed', receipt: { fetched: ROWS }, doubts: [] });
    expect(world.provider.asked).toHaveLength(3);
    expect(await active(job)).toHaveLength(ROWS);
  });
});

describe('a listing without end', () => {
  it.each([
    ['beyond the total that it names', 1, { totalPath: 'total' }, 200],
    ['beyond ten times what is here', 500, {}, 12_000],
  ])('ends %s, and what it made up waits for a person', async (beyond, size, told, most) => {
    let made = 0;
    const endless = () => {
      const data = Array.from({ length: size }, () => ({ id: `x${(made += 1)}`, name: 'endless' }));
      return { body: { data, total: ROWS, next: `c${made}` } };
    };
    const job = await loaded(`endless ${beyond}`, endless, { ...WITHOUT_READ_ONE, ...told });
    expect(await full(job)).toMatchObject({ status: 'failed', reason: { code: 'provider.listing_endless' } });
    expect(made).toBeLessThan(most);
    const { items } = await world.admin.call('listInactivationApprovals', { job });
    expect(items).toMatchObject([{ cause: 'endless_listing' }]);
    expect(Object.keys(await names(job))).toEqual(expect.arrayContaining(rows.map(({ id }) => id)));
  });

  it('that gives its last page again is all there where that is said of it, and told otherwise', async () => {
    const numbered = (url: URL): Answer => ({
      body: { data: rowsOf(Math.min(3, pageOf(url))), total: ROWS },
    });
    world.provider.script = numbered;
    for (const [name, end] of [
      ['said', { kind: 'repeatedPage' }],
      ['unsaid', undefined],
    ] as const) {
      const pagination = { kind: 'page', param: 'cursor', ...(end && { end }) };
      await world.addJob(name, { ...LISTING, pagination });
      const run = await full(name);
      if (end) expect(run).toMatchObject({ status: 'completed', doubts: [] });
      else expect(run).toMatchObject({ status: 'failed', reason: { code: 'provider.page_repeated' } });
      expect(await active(name)).toHaveLength(ROWS);
    }
  });
});

describe('a record that a listing gives twice', () => {
  it('is not overwritten by what is a year older, nor does it change run by run', async () => {
    const older = row(1, { name: 'older', updatedAt: '2025-01-01T00:00:00Z' });
    const job = await loaded('older', () => whole([older]));
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await full(job)).toMatchObject({ receipt: { updated: 0, failed: 1 } });
      expect(await names(job)).toMatchObject({ r1: 'Row 1' });
    }
  });

  it('once by a number and once by a text is set aside the second time', async () => {
    const both = [
      { id: 7, name: 'number' },
      { id: '7', name: 'text' },
    ];
    const job = await loaded('kinds of ids', () => whole(both));
    for (const created of [1, 0]) {
      const run = await full(job);
      expect(run).toMatchObject({
        status: 'completed_with_errors',
        receipt: { created, updated: 0, failed: 1 },
      });
      expect(await names(job)).toMatchObject({ 7: 'number' });
    }
    expect(await active(job)).toHaveLength(ROWS + 1);
  });
});

describe('a record that is read by its id', () => {
  it('is not written over another that is answered in its place, and is not taken for gone', async () => {
    const missing = rows.filter(({ id }) => id !== 'r60');
    const job = await loaded('another answer', ({ pathname }) =>
      pathname === '/rows'
        ? { body: { data: missing, next: null } }
        : { body: row(1, { name: 'somebody else' }) },
    );
    for (let turn = 0; turn < 2; turn += 1) await full(job);
    await world.run(job, { externalIds: ['r60'] });
    expect(await names(job)).toMatchObject({ r1: 'Row 1', r60: 'Row 60' });
  });

  it('by dots asks for no other address', async () => {
    let isListed = true;
    world.provider.script = ({ pathname }) => {
      if (pathname === '/rows') return whole(isListed ? [{ id: '..', name: 'dots' }] : []);
      return { body: { here: 'another address' } };
    };
    await world.addJob('dots', LISTING);
    await full('dots');
    isListed = false;
    for (let turn = 0; turn < 2; turn += 1) await full('dots');
    expect(world.provider.asked.filter((path) => !path.startsWith('/rows'))).toEqual([]);
    expect(await names('dots')).toMatchObject({ '..': 'dots' });
  });
});
