import { AdminClient } from '@evenkeel/client-admin';
import type { CallOf, ConflictSummary, ConflictView } from '@evenkeel/contracts-admin';
import type { JsonObject } from '@evenkeel/domain';
import { TwoSides } from './kit/two-sides.js';

jest.setTimeout(240_000);

/**
 * Both sides edit the same fields, and people decide: what they decide is carried out by a run, survives a process that is killed, is taken back, and is
 * asked about again where a side has moved on. The provider is a process of its own.
 */
const RECORDS = 60;
const FIELDS = ['email', 'name', 'city', 'segment'] as const;
let sides: TwoSides;
let client: AdminClient;
let ids: readonly string[];

beforeAll(async () => {
  sides = await TwoSides.start('conflicts', RECORDS);
  client = new AdminClient(sides.url, { actor: 'ada', timeoutMs: 10_000 });
  await sides.admin.addJob({
    name: 'people',
    connection: 'crm',
    stream: 'customers',
    recordType: 'person',
    direction: 'bidirectional',
    conflictPolicy: { strategy: 'manual', fields: { email: 'newest_wins' } },
    mapping: FIELDS.map((field) => ({ source: field, target: field, direction: 'both' })),
  });
  await run();
  ids = [...(await sides.sandbox.customers()).keys()].toSorted();
});
afterAll(() => sides.stop());

const run = async () => {
  const execution = await sides.admin.runToEnd('people');
  expect(execution).toMatchObject({ status: 'completed', receipt: { balanced: true } });
  return execution;
};
const editHere = (externalIds: readonly string[], change: JsonObject) =>
  sides.edit(
    `id in (select record_id from external_reference where external_id in ('${externalIds.join("', '")}'))`,
    change,
  );
const editThere = (externalIds: readonly string[], set: JsonObject) =>
  sides.sandbox.control({ edit: { stream: 'customers', ids: [...externalIds], set } });
const here = async (externalId: string) => {
  const [row] = await sides.store.rows<{ data: JsonObject }>(
    `select r.data from record r join external_reference e on e.record_id = r.id where e.external_id = '${externalId}'`,
  );
  return row!.data;
};
const there = async (externalId: string) => (await sides.sandbox.customers()).get(externalId)!;
const open = async (query: CallOf<'listConflicts'> = {}): Promise<readonly ConflictSummary[]> =>
  (await client.call('listConflicts', { job: 'people', limit: 500, ...query })).items;
const openOf = async (externalId: string): Promise<ConflictSummary> => {
  const found = (await open()).filter((one) => one.externalId === externalId);
  expect(found).toHaveLength(1);
  return found[0]!;
};
const show = (conflict: string): Promise<ConflictView> => client.call('showConflict', { conflict });
const events = async (conflict: string) => (await show(conflict)).history.map(({ kind }) => kind);

/** City and segment are changed on both sides, and the name at one of them; then it is run. */
async function contest(externalId: string): Promise<ConflictSummary> {
  await editHere([externalId], { city: 'Oslo', segment: 'public' });
  await editThere([externalId], { city: 'Bern', segment: 'partner', name: 'Eve' });
  await run();
  return openOf(externalId);
}

it('what both sides changed is asked about once, and the other fields go on in both directions', async () => {
  const id = ids[0]!;
  const conflict = await contest(id);
  expect(conflict).toMatchObject({ kind: 'data', state: 'open', revision: 1, paths: ['city', 'segment'] });
  expect(await here(id)).toMatchObject({ city: 'Oslo', segment: 'public', name: 'Eve' });
  await editHere([id], { email: 'ours@example.com' });
  await run();
  expect(await there(id)).toMatchObject({ city: 'Bern', segment: 'partner', email: 'ours@example.com' });
  await editThere([id], { name: 'Eva' });
  await run();
  expect(await here(id)).toMatchObject({ city: 'Oslo', name: 'Eva' });
  expect(await openOf(id)).toMatchObject({ id: conflict.id, revision: 1 });
  expect(await sides.count('conflict')).toBe(1);
  const concerns = await client.call('listConcerns', {});
  expect(concerns.items).toMatchObject([{ kind: 'conflicts_open', about: 'people', count: 1 }]);
});

it('it is decided field by field, and a run carries that out although the process was killed before it', async () => {
  const id = ids[0]!;
  const { id: conflict } = await openOf(id);
  const fields = { city: 'local', segment: 'remote' } as const;
  const decided = await client.call(
    'resolveConflict',
    { conflict, fields, reason: 'she called' },
    { revision: 1 },
  );
  expect(decided).toMatchObject({ state: 'resolved', isCarriedOut: false, decision: { by: 'ada' } });
  expect(await here(id)).toMatchObject({ city: 'Oslo', segment: 'public' });
  await sides.kill9();
  await run();
  for (const side of [await here(id), await there(id)])
    expect(side).toMatchObject({ city: 'Oslo', segment: 'partner', name: 'Eva' });
  expect(await show(conflict)).toMatchObject({ state: 'resolved', isCarriedOut: true });
  expect(await events(conflict)).toEqual(['opened', 'decided', 'taken', 'carried_out']);
  await run();
  expect(await open()).toEqual([]);
});

it('it is taken back: here at once, and at the provider by the next run', async () => {
  const id = ids[0]!;
  const [{ id: conflict }] = (await open({ state: 'ended' })) as [ConflictSummary];
  await client.call('undoConflict', { conflict, reason: 'the other Ada' });
  expect(await here(id)).toMatchObject({ city: 'Oslo', segment: 'public' });
  await run();
  expect(await there(id)).toMatchObject({ city: 'Bern', segment: 'partner' });
  expect(await here(id)).toMatchObject({ city: 'Oslo', segment: 'public' });
  await run();
  expect(await openOf(id)).toMatchObject({ id: conflict, paths: ['city', 'segment'] });
  const view = await show(conflict);
  expect(view.fields).toMatchObject([
    {
      path: 'city',
      base: null,
      isBaseKnown: true,
      local: { value: 'Oslo' },
      remote: { value: 'Bern' },
    },
    { path: 'segment', local: { value: 'public' }, remote: { value: 'partner' } },
  ]);
});

it('it closes by itself when the sides agree', async () => {
  const id = ids[0]!;
  const { id: conflict } = await openOf(id);
  await editHere([id], { city: 'Bern', segment: 'partner' });
  await run();
  expect(await show(conflict)).toMatchObject({ state: 'resolved', decision: null, isCarriedOut: true });
  expect((await events(conflict)).at(-1)).toBe('closed');
  expect(await there(id)).toMatchObject({ city: 'Bern', segment: 'partner' });
});

it('a decision on what has changed meanwhile is refused, or asked about again', async () => {
  const id = ids[1]!;
  const { id: conflict } = await contest(id);
  await editThere([id], { city: 'Basel' });
  await run();
  const rule = { conflict, others: 'local' } as const;
  await expect(client.call('resolveConflict', rule, { revision: 1 })).rejects.toMatchObject({
    problem: { code: 'request.stale' },
  });
  await client.call('resolveConflict', rule, { revision: 2 });
  await editThere([id], { city: 'Lugano' });
  await run();
  expect(await show(conflict)).toMatchObject({ state: 'open', revision: 4, decision: null });
  expect((await events(conflict)).at(-1)).toBe('reopened');
  expect(await there(id)).toMatchObject({ city: 'Lugano' });
  await client.call('resolveConflict', rule);
  await run();
  for (const side of [await here(id), await there(id)])
    expect(side).toMatchObject({ city: 'Oslo', segment: 'public' });
});

it('many are decided by one rule as they were previewed', async () => {
  const some = ids.slice(10, 30);
  await editHere(some, { city: 'Oslo' });
  await editThere(some, { city: 'Bern' });
  await run();
  const rule = { job: 'people', field: 'city', others: 'remote' } as const;
  const preview = await client.call('resolveConflicts', rule);
  expect(preview).toMatchObject({ preview: true, found: 20, decided: 20, left: 0, more: false });
  const decide = { ...rule, preview: false };
  await expect(client.call('resolveConflicts', decide)).rejects.toMatchObject({
    problem: { code: 'request.invalid' },
  });
  const [one] = await open();
  await client.call('resolveConflict', { conflict: one!.id, others: 'local' });
  await expect(client.call('resolveConflicts', decide, { revision: preview.revision })).rejects.toMatchObject(
    { problem: { code: 'request.stale' } },
  );
  const { revision } = await client.call('resolveConflicts', rule);
  expect(await client.call('resolveConflicts', decide, { revision })).toMatchObject({ decided: 19 });
  await run();
  expect(await open({ state: 'waiting' })).toEqual([]);
  const cities = await sides.customers(['city']);
  expect(cities[0]).toEqual(cities[1]);
  expect(await here(one!.externalId!)).toMatchObject({ city: 'Oslo' });
});

it('what is gone at the provider and was changed here is asked about, and is not created there anew', async () => {
  const [kept, left] = [ids[40]!, ids[41]!];
  await editHere([kept, left], { city: 'Oslo' });
  await sides.sandbox.control({ delete: { stream: 'customers', ids: [kept, left] } });
  await run();
  const found = (await open()).filter(({ externalId }) => [kept, left].includes(externalId!));
  expect(found).toMatchObject([{ kind: 'delete_vs_change' }, { kind: 'delete_vs_change' }]);
  await client.call('resolveConflict', { conflict: (await openOf(kept)).id, others: 'local' });
  await client.call('resolveConflict', { conflict: (await openOf(left)).id, others: 'remote' });
  await run();
  await run();
  const active = async (id: string) =>
    sides.count(
      `record r join external_reference e on e.record_id = r.id where e.external_id = '${id}' and r.inactive_at is null`,
    );
  expect([await active(kept), await active(left)]).toEqual([1, 0]);
  expect((await sides.sandbox.customers()).has(kept)).toBe(false);
  expect(await open({ state: 'waiting' })).toEqual([]);
});

it('what the provider refuses in every round is told, and is over once it takes it', async () => {
  const id = ids[50]!;
  await sides.sandbox.control({ faults: 'moved:every=1:on=write' });
  await editHere([id], { city: 'Oslo' });
  await run();
  const conflict = await openOf(id);
  expect(conflict).toMatchObject({ kind: 'version', paths: ['city'] });
  await run();
  expect(await openOf(id)).toMatchObject({ id: conflict.id });
  await sides.sandbox.control({ faults: '' });
  await run();
  expect(await there(id)).toMatchObject({ city: 'Oslo' });
  expect(await show(conflict.id)).toMatchObject({ state: 'resolved', decision: null });
  expect(await open()).toEqual([]);
});
