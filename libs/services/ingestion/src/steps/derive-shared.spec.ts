import { pageOf, sourceRecord } from '../testing/ingestion-world.js';
import { DerivedWorld, issue, LABELS, later, SHARED_LABELS } from '../testing/derived-world.js';

const world = new DerivedWorld();
const causes = (pieces: readonly { readonly externalId: string; readonly cause: string | null }[]) =>
  Object.fromEntries(pieces.map(({ externalId, cause }) => [externalId, cause]));

describe('a shared piece', () => {
  it('is one record whatever it is found in, active while one record has it', async () => {
    const job = await world.job([SHARED_LABELS]);
    const first = await world.run(job, issue('1', ['a:Bug', 'b']), issue('2', ['a:Bug']));
    expect(await world.derived(first)).toMatchObject({ created: 2 });
    expect(await world.pieces(job)).toMatchObject([{ externalId: 'a' }, { externalId: 'b' }]);
    const less = await world.run(job, issue('1', []));
    expect(await world.derived(less)).toMatchObject({ inactivated: 1 });
    expect(causes(await world.pieces(job))).toEqual({ a: null, b: 'element_gone' });
    await world.run(job, issue('2', ['b']));
    expect(causes(await world.pieces(job))).toEqual({ a: 'element_gone', b: null });
  });

  it('says what was observed last', async () => {
    const job = await world.job([SHARED_LABELS]);
    await world.run(job, issue('1', ['a:Old']));
    const early = '2026-01-01T00:00:00.000Z';
    await world.run(job, issue('2', ['a:New']));
    const claimed = await world.claimedOf(job, { lane: 'single' });
    await world.apply(pageOf(claimed, 0, [issue('3', ['a:Older'])], { cursorOut: null, observedAt: early }));
    expect(await world.pieces(job)).toMatchObject([{ data: { title: 'New' }, version: 2 }]);
    expect(await world.links(job)).toHaveLength(3);
  });

  it('that two pages bring at once is made once', async () => {
    const job = await world.job([SHARED_LABELS]);
    const runs = await Promise.all(Array.from({ length: 6 }, () => world.claimedOf(job, { lane: 'single' })));
    await Promise.all(
      runs.map((claimed, nth) => {
        const labels = nth % 2 === 0 ? ['a', 'b', 'c'] : ['c', 'b', 'a'];
        return world.apply(pageOf(claimed, 0, [issue(String(nth), labels)], { cursorOut: null }));
      }),
    );
    expect(causes(await world.pieces(job))).toEqual({ a: null, b: null, c: null });
    expect(await world.links(job)).toHaveLength(18);
  });

  it('that loses its last two parents at once becomes inactive, and one that gets another meanwhile stays', async () => {
    const job = await world.job([SHARED_LABELS]);
    for (let round = 0; round < 5; round += 1) {
      await world.run(job, issue('1', ['x', 'y']), issue('2', ['y', 'x']));
      const [one, two, three] = await Promise.all(
        ['1', '2', '3'].map(() => world.claimedOf(job, { lane: 'single' })),
      );
      const observedAt = later();
      const page = (claimed: typeof one, record: ReturnType<typeof issue>) =>
        world.apply(pageOf(claimed!, 0, [record], { cursorOut: null, observedAt }));
      await Promise.all([
        page(one, issue('1', [])),
        page(two, issue('2', [])),
        page(three, issue('3', [round % 2 === 0 ? 'x' : 'z'])),
      ]);
      const now = causes(await world.pieces(job));
      expect(now['y']).toBe('element_gone');
      expect(now['x']).toBe(round % 2 === 0 ? null : 'element_gone');
    }
  });
});

describe('a parent that turns inactive', () => {
  it.each([LABELS, SHARED_LABELS])(
    'takes with it what is only its own, and brings it back: shared $shared',
    async (rule) => {
      const job = await world.job([rule]);
      await world.run(job, issue('1', ['a', 'b']), issue('2', ['b']));
      const gone = await world.run(job, sourceRecord('1', { data: null, gone: 'announced' }));
      const isShared = rule.shared === true;
      expect(await world.derived(gone)).toMatchObject({ inactivated: isShared ? 1 : 2 });
      expect(causes(await world.pieces(job))).toEqual(
        isShared
          ? { a: 'parent_inactive', b: null }
          : { '1#a': 'parent_inactive', '1#b': 'parent_inactive', '2#b': null },
      );
      // Its links say what it had.
      expect(await world.links(job)).toHaveLength(3);
      await world.run(job, issue('1', ['a', 'b']));
      expect(Object.values(causes(await world.pieces(job))).filter(Boolean)).toEqual([]);
    },
  );

  it('does so when it is gone as it is read, and when a close-out inactivates it', async () => {
    const job = await world.job([LABELS]);
    await world.run(job, issue('1', ['a']), issue('2', ['a']));
    await world.run(job, sourceRecord('1', { data: null, gone: 'read' }));
    const [reference] = await world.tenant.transaction((tx) =>
      tx.references.find({ connectionId: job.connectionId, stream: 'issues', recordType: 'issue' }, ['2']),
    );
    const slice = { kind: 'close_out', fromPage: 0, pages: 1, reread: false, control: null } as const;
    const closing = await world.claimedOf(job, { lane: 'single' }, slice);
    const { id: referenceId, observedAt } = reference!;
    await world.apply(
      pageOf(closing, 0, [], {
        cursorOut: null,
        observedAt: later(),
        candidates: [{ referenceId, externalId: '2', observedAt, found: 'gone' }],
      }),
    );
    expect(await world.derived(closing)).toMatchObject({ inactivated: 1 });
    expect(causes(await world.pieces(job))).toEqual({ '1#a': 'parent_inactive', '2#a': 'parent_inactive' });
  });
});

it('a job that is removed with its references leaves neither derived ones nor links behind', async () => {
  const job = await world.job([SHARED_LABELS]);
  await world.run(job, issue('1', ['a', 'b']), issue('2', ['b']));
  await world.tenant.transaction((tx) => tx.jobRemovals.begin(job.id, { actor: 'ada', detach: true }));
  const drop = () => world.tenant.transaction((tx) => tx.jobRemovals.dropReferences(job.id, 100));
  expect([await drop(), await drop()]).toEqual([4, 0]);
  expect(await world.links(job)).toEqual([]);
  expect(
    await world.database.rows(
      'select 1 from record_link l where not exists (select from external_reference e where e.id = l.from_reference)',
    ),
  ).toEqual([]);
});
