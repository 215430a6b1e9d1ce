import { newId } from '@evenkeel/conformance';
import { startPlan } from '@evenkeel/domain';
import { pageOf } from '../testing/ingestion-world.js';
import { DerivedWorld, issue, LABELS, later } from '../testing/derived-world.js';

const world = new DerivedWorld();

describe('entries of a list', () => {
  it('become records of their own, linked, counted beside the receipt, once if the page comes twice', async () => {
    const job = await world.job([LABELS]);
    const claimed = await world.claimedOf(job);
    const page = pageOf(claimed, 0, [issue('1', ['a:Bug', 'b:Later']), issue('2', ['a:Bug'])], {
      cursorOut: null,
    });
    await Promise.all([world.apply(page), world.apply(page)]);
    await world.apply(page);
    expect(await world.pieces(job)).toMatchObject([
      { externalId: '1#a', data: { title: 'Bug' }, version: 1, cause: null },
      { externalId: '1#b', data: { title: 'Later' }, version: 1, cause: null },
      { externalId: '2#a', data: { title: 'Bug' }, version: 1, cause: null },
    ]);
    expect(await world.links(job)).toEqual(['1 labels 1#a', '1 labels 1#b', '2 labels 2#a']);
    const { derived, outcomes, fetched } = await world.chunk(claimed);
    expect(derived).toEqual({ created: 3, updated: 0, inactivated: 0, unchanged: 0, rejected: 0 });
    expect({ fetched, created: outcomes.created }).toEqual({ fetched: 2, created: 2 });
  });

  it('are not written anew while nothing changes, in whatever order they come', async () => {
    const job = await world.job([LABELS], { mapping: [{ source: 'id', target: 'id' }] });
    await world.run(job, issue('1', ['a', 'b', 'c']));
    const again = await world.run(job, issue('1', ['c', 'a', 'b']));
    expect(await world.derived(again)).toBeUndefined();
    const changed = await world.changed(job, { mapping: [{ source: 'id', target: 'number' }] });
    const third = await world.run(changed, issue('1', ['b', 'c', 'a']));
    expect(await world.derived(third)).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
    expect((await world.pieces(job)).map(({ version }) => version)).toEqual([1, 1, 1]);
  });

  it('change, go and come back as the same records, also where the mapping of the parent sees nothing of them', async () => {
    const job = await world.job([LABELS], { mapping: [{ source: 'id', target: 'id' }] });
    await world.run(job, issue('1', ['a:Bug', 'b:Later']));
    const [before] = await world.pieces(job);
    const changed = await world.run(job, issue('1', ['a:Defect']));
    expect(await world.derived(changed)).toMatchObject({ updated: 1, inactivated: 1, unchanged: 0 });
    expect(await world.pieces(job)).toMatchObject([
      { externalId: '1#a', data: { title: 'Defect' }, version: 2, cause: null },
      { externalId: '1#b', cause: 'element_gone' },
    ]);
    expect(await world.links(job)).toEqual(['1 labels 1#a']);
    const back = await world.run(job, issue('1', ['a:Bug', 'b:Later']));
    expect(await world.derived(back)).toMatchObject({ created: 0, updated: 2 });
    const pieces = await world.pieces(job);
    expect(pieces).toMatchObject([{ id: before!.id, cause: null }, { cause: null }]);
    expect(await world.links(job)).toEqual(['1 labels 1#a', '1 labels 1#b']);
  });

  it('without a key of their own are told and change nothing that is here; the others go on', async () => {
    const job = await world.job([LABELS]);
    await world.run(job, issue('1', ['a:One', 'b:Two', 'c:Three']));
    const claimed = await world.run(job, issue('1', ['a:New', 'b:X', 'b:Y']));
    expect(await world.derived(claimed)).toMatchObject({ updated: 1, inactivated: 1, rejected: 2 });
    expect(await world.pieces(job)).toMatchObject([
      { externalId: '1#a', data: { title: 'New' } },
      { externalId: '1#b', data: { title: 'Two' }, cause: null },
      { externalId: '1#c', cause: 'element_gone' },
    ]);
    const nameless = await world.run(
      job,
      issue('1', [], { labels: [{ name: 'secret' }, { id: 'a', name: 'Newer' }] }),
    );
    // The one without a key may be any of those that are missing.
    expect(await world.derived(nameless)).toMatchObject({ updated: 1, inactivated: 0, rejected: 1 });
    const { items } = await world.tenant.transaction((tx) =>
      tx.errorLog.list(nameless.execution.id, { after: null, limit: 9 }),
    );
    expect(items).toMatchObject([
      {
        externalId: '1',
        problem: { code: 'record.piece_without_key', message: 'labels: labels.0 has no key that can be one' },
      },
    ]);
  });
});

describe('a piece', () => {
  const ASSIGNEE = {
    name: 'assignee',
    at: 'assignee',
    recordType: 'user',
    when: { field: 'state', equals: 'open' },
  };

  it('is one record of its parent while the condition holds', async () => {
    const job = await world.job([ASSIGNEE]);
    await world.run(job, issue('1', [], { state: 'open', assignee: { login: 'ada' } }));
    const closed = await world.run(job, issue('1', [], { state: 'closed', assignee: { login: 'ada' } }));
    expect(await world.derived(closed)).toMatchObject({ inactivated: 1 });
    expect(await world.pieces(job, 'user')).toMatchObject([{ externalId: '1', cause: 'condition_failed' }]);
    await world.run(job, issue('1', [], { state: 'open', assignee: { login: 'bob' } }));
    expect(await world.pieces(job, 'user')).toMatchObject([{ data: { login: 'bob' }, cause: null }]);
  });

  it('that breaks the schema of its type is rejected, and what is here stays; repaired it is applied', async () => {
    const job = await world.job([{ ...ASSIGNEE, recordType: 'strict user' }]);
    await world.tenant.transaction(async (tx) => {
      await tx.recordTypes.ensure('strict user', job.id);
      const type = (await tx.recordTypes.lock('strict user'))!;
      await tx.recordTypes.saveRevision({
        ...type,
        revision: 2,
        schema: { properties: { login: { maxLength: 3 } } },
      });
    });
    const open = (login: string) => issue('1', [], { state: 'open', assignee: { login } });
    await world.run(job, open('ada'));
    const broken = await world.run(job, open('confidential'));
    expect(await world.derived(broken)).toMatchObject({ updated: 0, inactivated: 0, rejected: 1 });
    expect(await world.pieces(job, 'strict user')).toMatchObject([{ data: { login: 'ada' }, cause: null }]);
    const { items } = await world.tenant.transaction((tx) =>
      tx.errorLog.list(broken.execution.id, { after: null, limit: 9 }),
    );
    expect(JSON.stringify(items)).not.toContain('confidential');
    await world.run(job, open('bob'));
    expect(await world.pieces(job, 'strict user')).toMatchObject([{ data: { login: 'bob' } }]);
  });
});

describe('a plan', () => {
  it('tells what would be derived and writes nothing', async () => {
    const job = await world.job([LABELS]);
    await world.run(job, issue('1', ['a:One', 'b:Two']));
    const making = await world.claimedOf(job, { lane: 'single' });
    const planId = newId();
    await world.tenant.transaction((tx) => tx.plans.insert(startPlan(planId, making.execution, new Date())));
    await world.database.rows('update chunk set plan = $2 where id = $1', [
      making.chunk.id,
      JSON.stringify({ role: 'make', planId }),
    ]);
    const before = await world.pieces(job);
    const records = [issue('1', ['a:Uno']), issue('2', ['a', 'c', 'c'])];
    await world.apply(pageOf(making, 0, records, { cursorOut: null, observedAt: later() }));
    expect(await world.derived(making)).toEqual({
      created: 1,
      updated: 1,
      inactivated: 1,
      unchanged: 0,
      rejected: 2,
    });
    expect(await world.pieces(job)).toEqual(before);
    expect(await world.links(job)).toHaveLength(2);
  });
});

describe('rules', () => {
  it('that are taken away leave what they derived inactive, and brought back bring it back', async () => {
    const job = await world.job([LABELS]);
    await world.run(job, issue('1', ['a', 'b']));
    const without = await world.changed(job, { derive: [] });
    const claimed = await world.run(without, issue('1', ['a', 'b']));
    expect(await world.derived(claimed)).toMatchObject({ inactivated: 2 });
    expect(await world.pieces(job)).toMatchObject([{ cause: 'rule_removed' }, { cause: 'rule_removed' }]);
    const again = await world.changed(without, { derive: [LABELS] });
    await world.run(again, issue('1', ['a', 'b']));
    expect(await world.pieces(job)).toMatchObject([{ cause: null }, { cause: null }]);
  });

  it('cost no statement where there are none, nor where a record is unchanged', async () => {
    const asked: boolean[] = [];
    const [plain, deriving] = [await world.job([]), await world.job([LABELS])];
    for (const [job, record] of [
      [plain, issue('2', ['a'])],
      [deriving, issue('1', ['a'])],
    ] as const) {
      await world.run(job, issue('1', ['a']));
      const before = world.statements.length;
      await world.run(job, record);
      asked.push(world.statements.slice(before).some((sql) => /record_link|chunk set derived/.test(sql)));
    }
    expect(asked).toEqual([false, false]);
  });
});
