import { compileConflictPolicy } from '../conflict/compile-conflict-policy.js';
import type { Conflict, FieldDecision } from '../conflict/conflict.js';
import type { JsonObject } from '../json.js';
import { agreedBase } from '../three-way/agreed-base.js';
import type { RemoteReading } from '../three-way/sides.js';
import type { Agreement } from './agreement.js';
import { mergeReading } from './merge-reading.js';
import { planUpdate } from './plan-update.js';
import { undoTaken } from './undo-taken.js';

const policy = compileConflictPolicy({ strategy: 'manual' }, { hasTimes: true });
const how = {
  policy,
  circumstances: { changedAt: { local: {}, remote: {} }, onFailure: 'review' },
  fits: () => true,
} as const;
const before = { local: { a: 2, b: 0 }, remote: { a: 3, b: 0 } };
const taken = (choice: FieldDecision, isCarriedOut = true): Conflict => ({
  ...{ state: 'resolved', kind: 'data', revision: 2, remoteVersion: null, policy: 'manual' },
  fields: [{ place: ['a'], path: 'a', base: { local: 1, remote: 1 }, local: 2, remote: 3 }],
  decision: { by: 'ann', reason: null, at: '2026-11-30T00:00:00Z', fields: { a: choice } },
  ...{ isTaken: true, isCarriedOut },
});
const settled = (data: JsonObject): Agreement => ({ ...agreedBase(1, data), contested: [] });
const read = (agreement: Agreement, local: JsonObject, data: JsonObject, more: Partial<RemoteReading> = {}) =>
  mergeReading({ agreement, local, remote: { data, isComplete: true, ...more } }, how);
const push = (agreement: Agreement, local: JsonObject) =>
  planUpdate(agreement, local, { map: (data) => data, rules: { lists: policy.lists } });

describe('a decision that both sides hold and that is taken back', () => {
  const decided = { a: 9, b: 0 };
  const undone = undoTaken(
    taken({ value: 9 }),
    { agreement: settled(decided), local: decided },
    policy.lists,
  );

  it('leaves the record as it was, and the place contested on the base that it had', () => {
    expect(undone.local).toEqual(before.local);
    expect(undone.conflict).toMatchObject({ state: 'open', decision: null });
    expect(undone.agreement).toMatchObject({
      contested: ['a'],
      local: { a: 1, b: 0 },
      remote: { a: 1, b: 0 },
      restoring: [{ place: ['a'], local: [2], from: [9], to: [3] }],
    });
  });

  it('is restored at the provider by the next push, and contested as before after that', () => {
    const planned = push(undone.agreement, undone.local);
    expect(planned?.data).toEqual({ a: 3 });
    expect(planned?.agreed).toMatchObject({
      contested: ['a'],
      local: { a: 1 },
      remote: { a: 1 },
      unread: [],
    });
    expect(planned?.agreed.restoring).toBeUndefined();
    expect(push(planned!.agreed, undone.local)).toBeUndefined();
    const next = read(planned!.agreed, undone.local, { a: 3, b: 0 });
    expect(next).toMatchObject({
      isChanged: false,
      isToSend: false,
      open: [{ path: 'a', local: 2, remote: 3 }],
    });
  });

  it('reads meanwhile as if that were done, and other fields go on', () => {
    const next = read(undone.agreement, undone.local, { a: 9, b: 5 });
    expect(next).toMatchObject({
      local: { a: 2, b: 5 },
      isToSend: true,
      open: [{ path: 'a', local: 2, remote: 3 }],
    });
    expect(next.agreement?.restoring).toHaveLength(1);
    expect(push(next.agreement!, next.local)?.data).toEqual({ a: 3 });
  });

  it('restores what the provider made of the value, where its version says that nothing else has changed', () => {
    const next = read(undone.agreement, undone.local, { a: '9.0', b: 0 }, { isAsWritten: true });
    expect(next.agreement?.restoring).toMatchObject([{ from: ['9.0'], to: [3] }]);
  });

  it('restores nothing where the provider holds something else by then', () => {
    const next = read(undone.agreement, undone.local, { a: 4, b: 0 }, { isAsWritten: false });
    expect(next).toMatchObject({ isToSend: false, open: [{ path: 'a', local: 2, remote: 4 }] });
    expect(next.agreement?.restoring).toBeUndefined();
  });

  it('restores what was decided for this side as well, where both hold the same until then', () => {
    const local = { a: 2, b: 0 };
    const here = undoTaken(taken('local'), { agreement: settled(local), local }, policy.lists);
    const next = read(here.agreement, here.local, local);
    expect(next).toMatchObject({ isToSend: true, open: [{ path: 'a', local: 2, remote: 3 }] });
    expect(push(next.agreement!, next.local)?.data).toEqual({ a: 3 });
  });

  it.each([
    [{ kind: 'remote' }, 3],
    [{ kind: 'local' }, 2],
    [{ kind: 'value', value: 7 }, 7],
  ] as const)('is sent what is decided before it was restored: %j', (choice, value) => {
    const reading = { data: { a: 9, b: 0 }, isComplete: true };
    const decided = { ...how, decided: () => choice };
    const next = mergeReading({ ...undone, remote: reading }, decided);
    expect(next).toMatchObject({ local: { a: value }, isToSend: true, open: [] });
    expect(next.agreement).toMatchObject({ contested: [], local: { a: 9 }, remote: { a: 9 } });
    expect(push(next.agreement!, next.local)?.data).toEqual({ a: value });
  });

  it('needs nothing to be sent where what the provider holds is decided again', () => {
    const reading = { data: { a: 9, b: 0 }, isComplete: true };
    const decided = { ...how, decided: () => ({ kind: 'value', value: 9 }) as const };
    const next = mergeReading({ ...undone, remote: reading }, decided);
    expect(next.local).toEqual({ a: 9, b: 0 });
    expect(next.agreement && push(next.agreement, next.local)).toBeFalsy();
  });

  it('restores nothing where the sides agree by then', () => {
    const next = read(undone.agreement, { a: 9, b: 0 }, { a: 9, b: 0 });
    expect(next).toMatchObject({ open: [], isToSend: false, agreement: null });
  });
});

it('what was decided for the provider is put back here alone', () => {
  const remote = before.remote;
  const undone = undoTaken(taken('remote'), { agreement: settled(remote), local: remote }, policy.lists);
  expect(undone.local).toEqual(before.local);
  expect(undone.agreement.restoring).toBeUndefined();
  expect(push(undone.agreement, undone.local)).toBeUndefined();
});

it('what was not sent yet is not restored there, and unknown bases stay so', () => {
  const conflict = taken('local', false);
  const [field] = conflict.fields;
  const agreement = { ...settled({ a: 3, b: 0 }), unread: ['a'] };
  const undone = undoTaken(
    { ...conflict, fields: [{ ...field!, base: undefined }] },
    { agreement, local: before.local },
    policy.lists,
  );
  expect(undone.agreement).toMatchObject({ unknown: ['a'], unread: [], contested: ['a'], local: { b: 0 } });
  expect(undone.agreement.restoring).toBeUndefined();
});

it('restoring keeps what is not known of the base', () => {
  const restoring = [{ place: ['a'], local: [2], from: [9], to: [] }];
  const agreement: Agreement = {
    ...{ mappingRevision: 1, local: { b: 0 }, remote: { b: 0 }, unread: [], unknown: ['a'] },
    ...{ contested: ['a'], restoring },
  };
  const planned = push(agreement, before.local);
  expect(planned?.sent).toEqual({ b: 0 });
  expect(planned?.agreed).toMatchObject({
    unknown: ['a'],
    contested: ['a'],
    local: { b: 0 },
    remote: { b: 0 },
  });
});
