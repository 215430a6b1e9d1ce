import fc from 'fast-check';
import { JOB_DEFAULTS, type JobDefinition } from '../job/job.js';
import type { WritableStream } from '../push/precautions.js';
import type { JsonObject } from '../json.js';
import { changedFields } from '../push/changed-fields.js';
import { decidePush, type PushedRecord, type PushRules } from '../push/decide-push.js';
import { agreedOnceCreated, type Agreement } from './agreement.js';
import { assertTwoWay, assertTwoWayStream } from './assert-two-way.js';
import { placesOfModel } from './policy-of.js';
import { fieldTimes } from './field-times.js';
import { mergeReading } from './merge-reading.js';
import { planTwoWay } from './plan-two-way.js';
import { planUpdate } from './plan-update.js';
import { policyOf } from './policy-of.js';

const rules = { lists: [] };
const how = { map: (data: JsonObject) => data, rules, changes: changedFields };
const agreedOn = (data: JsonObject, changes: Partial<Agreement> = {}): Agreement => ({
  ...{ mappingRevision: 1, local: data, remote: data, unread: [], unknown: [], contested: [] },
  ...changes,
});
const joinBy = (strategy: string) => ({
  policy: policyOf({ conflictPolicy: { strategy } }),
  circumstances: { changedAt: { local: {}, remote: {} }, onFailure: 'review' as const },
  fits: () => true,
});
const reading = (data: JsonObject, isAsWritten?: boolean) => ({
  data,
  isComplete: true,
  ...(isAsWritten !== undefined && { isAsWritten }),
});

describe('what is sent of a record that both sides have', () => {
  it('is what was changed here since both sides agreed', () => {
    const planned = planUpdate(agreedOn({ name: 'Ann', city: 'Rome' }), { name: 'Ann', city: 'Oslo' }, how);
    expect(planned).toMatchObject({
      data: { city: 'Oslo' },
      sent: { name: 'Ann', city: 'Oslo' },
      agreed: { local: { city: 'Oslo' }, unread: ['city'] },
    });
  });

  it('is nothing of what waits for a decision, or of which it is not known what the provider has', () => {
    const local = { name: 'Eve', city: 'Oslo', zip: '1' };
    const before = { name: 'Ann', city: 'Rome', zip: '2' };
    const agreement = agreedOn(before, { contested: ['city'], unknown: ['zip'] });
    expect(planUpdate(agreement, local, how)).toMatchObject({
      data: { name: 'Eve' },
      agreed: { contested: ['city'], unknown: ['zip'], local: { name: 'Eve', city: 'Rome' } },
    });
    expect(planUpdate(agreement, { ...before, city: 'Oslo' }, how)).toBeUndefined();
  });

  it('is nothing where the provider made something else of what it was sent', () => {
    const rounded = agreedOn({ price: '10.005' }, { remote: { price: '10.01' } });
    expect(planUpdate(rounded, { price: '10.005' }, how)).toBeUndefined();
    expect(planUpdate(rounded, { price: '10.005', note: 'x' }, how)).toMatchObject({ data: { note: 'x' } });
  });

  it('is not said to be read: what was written before and not read stays so', () => {
    const agreement = agreedOn({ name: 'Ann', city: 'Rome' }, { unread: ['name'] });
    const planned = planUpdate(agreement, { name: 'Ann', city: 'Oslo' }, how);
    expect(planned?.agreed.unread.toSorted()).toEqual(['city', 'name']);
  });

  it('settles: once it was sent and read back, nothing is left to be sent or kept', () => {
    const record = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom<string | number>('x', 'y', 1, 2),
    );
    fc.assert(
      fc.property(
        record,
        record,
        record,
        fc.constantFrom('source_wins', 'destination_wins'),
        (base, local, remote, strategy) => {
          const merged = mergeReading(
            { agreement: agreedOn(base), local, remote: reading(remote) },
            joinBy(strategy),
          );
          expect(merged.open).toEqual([]);
          const planned =
            merged.agreement === null ? undefined : planUpdate(merged.agreement, merged.local, how);
          if (planned === undefined) return expect(merged.local).toEqual(remote);
          const answered: Record<string, unknown> = { ...remote };
          for (const [name, value] of Object.entries(planned.data))
            if (value === null) delete answered[name];
            else answered[name] = value;
          expect(answered).toEqual(merged.local);
          const after = mergeReading(
            { agreement: planned.agreed, local: merged.local, remote: reading(answered as JsonObject, true) },
            joinBy(strategy),
          );
          expect(after).toMatchObject({ isChanged: false, isToSend: false, agreement: null });
          return undefined;
        },
      ),
    );
  });
});

describe('what comes back of what was sent', () => {
  const sent = agreedOn({ name: 'Ann ' }, { unread: ['name'] });

  it('is no change of the provider, and an edit made before it was read survives', () => {
    const merged = mergeReading(
      { agreement: sent, local: { name: 'Eve' }, remote: reading({ name: 'Ann' }) },
      joinBy('source_wins'),
    );
    expect(merged).toMatchObject({ local: { name: 'Eve' }, isToSend: true });
  });

  it('stays as the two values that it has on both sides, and is not sent again', () => {
    const merged = mergeReading(
      { agreement: sent, local: { name: 'Ann ' }, remote: reading({ name: 'Ann' }) },
      joinBy('source_wins'),
    );
    expect(merged).toMatchObject({
      isChanged: false,
      isToSend: false,
      agreement: { local: { name: 'Ann ' }, remote: { name: 'Ann' }, unread: [] },
    });
  });

  it('is contested where another change came after it, and it was changed here as well', () => {
    const merged = mergeReading(
      { agreement: sent, local: { name: 'Ada' }, remote: reading({ name: 'Eve' }, false) },
      joinBy('manual'),
    );
    expect(merged).toMatchObject({ agreement: { contested: ['name'] }, isChanged: false });
  });

  it('gives way to another change that came after it, whatever the policy, where nothing was changed here since', () => {
    const merged = mergeReading(
      { agreement: sent, local: { name: 'Ann ' }, remote: reading({ name: 'Eve' }, false) },
      joinBy('destination_wins'),
    );
    expect(merged).toMatchObject({ local: { name: 'Eve' }, isToSend: false, agreement: null });
  });

  it('does not take an edit here with it where another field was changed after it', () => {
    const merged = mergeReading(
      { agreement: sent, local: { name: 'Ada' }, remote: reading({ name: 'Ann ', note: 'x' }, false) },
      joinBy('source_wins'),
    );
    expect(merged).toMatchObject({ local: { name: 'Ada', note: 'x' }, isToSend: true });
  });

  it('of a creation is taken over where the provider added it', () => {
    const agreement = agreedOnceCreated(1, { name: 'Ann' }, rules);
    const merged = mergeReading(
      { agreement, local: { name: 'Ann' }, remote: reading({ name: 'Ann', id: '7' }) },
      joinBy('destination_wins'),
    );
    expect(merged).toMatchObject({ local: { name: 'Ann', id: '7' }, agreement: null });
  });
});

describe('a push of a job that goes both ways', () => {
  const pushed: PushRules = {
    filter: () => true,
    check: () => undefined,
    map: (data) => data,
    policy: 'upsert',
    deletePolicy: 'delete',
    abilities: { checksVersion: true },
    precautions: { compares: false, update: 'fields' },
    twoWay: { join: rules, mappingRevision: 3 },
  };
  const reference = { id: '7', externalId: 'p7', version: '4', isInactive: false, sent: null };
  const record = { recordId: '1', version: 2, isActive: true, data: { name: 'Eve' }, isInDoubt: false };
  const decide = (changes: Partial<PushedRecord>) => decidePush({ ...record, reference, ...changes }, pushed);

  it('creates what has no reference, and keeps what is agreed on by that', () => {
    expect(decide({ reference: null })).toMatchObject({
      write: { kind: 'create', agreed: { mappingRevision: 3, unread: ['name'] } },
    });
  });

  it('sends nothing where both sides are equal, and else against the version that was read', () => {
    expect(decide({})).toEqual({ kind: 'leave', outcome: 'unchanged' });
    const agreement = agreedOn({ name: 'Ann' });
    expect(decide({ reference: { ...reference, agreement } })).toMatchObject({
      write: { kind: 'update', version: '4', data: { name: 'Eve' } },
    });
    expect(decide({ reference: { ...reference, agreement, version: null } })).toMatchObject({
      outcome: 'conflicted',
    });
  });

  it('leaves what waits for a decision, also where it was deleted here', () => {
    const agreement = agreedOn({ name: 'Ann' }, { contested: ['name'] });
    expect(decide({ reference: { ...reference, agreement } })).toMatchObject({ outcome: 'conflicted' });
    const whole = agreedOn({ name: 'Ann' }, { contested: ['$'] });
    const gone = { isActive: false, reference: { ...reference, agreement: whole } };
    expect(decide(gone)).toMatchObject({ outcome: 'conflicted' });
  });
});

describe('what a run does once it has read', () => {
  const chunk = (ordinal: number, slice: Parameters<typeof planTwoWay>[0][number]['slice']) => ({
    ordinal,
    slice,
  });
  const whole = chunk(0, { kind: 'whole' });
  const push = (ordinal: number) => chunk(ordinal, { kind: 'push', select: 'changed' });
  const named = chunk(2, { kind: 'ids', externalIds: ['a'] });

  it('is to send what was changed here, and then nothing', () => {
    expect(planTwoWay([whole], { moved: [] })).toEqual([{ kind: 'push', select: 'changed' }]);
    expect(planTwoWay([whole, push(1)], { moved: [] })).toEqual([]);
  });

  it('is to read first what was decided, once', () => {
    const rejoined = ['a', 'b'];
    expect(planTwoWay([whole], { moved: [], rejoined })).toEqual([{ kind: 'ids', externalIds: rejoined }]);
    expect(planTwoWay([whole, named], { moved: [], rejoined })).toEqual([
      { kind: 'ids', externalIds: ['b'] },
    ]);
    const both = chunk(3, { kind: 'ids', externalIds: ['b'] });
    expect(planTwoWay([whole, named, both], { moved: [], rejoined })).toEqual([
      { kind: 'push', select: 'changed' },
    ]);
    expect(planTwoWay([whole, push(1)], { moved: [], rejoined })).toEqual([]);
  });

  it('reads what has moved anew and sends it, three times at most', () => {
    expect(planTwoWay([push(1), whole], { moved: ['a'] })).toEqual([{ kind: 'ids', externalIds: ['a'] }]);
    expect(planTwoWay([whole, push(1), named], { moved: ['a'] })).toEqual([
      { kind: 'push', select: 'named', externalIds: ['a'] },
    ]);
    const again = chunk(4, { kind: 'ids', externalIds: ['a'] });
    expect(planTwoWay([whole, push(1), named, push(3), again, push(5)], { moved: ['a'] })).toEqual([]);
  });

  it('ranges of one push are one round', () => {
    const ranges = [push(1), push(2), push(3), push(4)];
    expect(planTwoWay([whole, ...ranges], { moved: ['a'] })).toEqual([{ kind: 'ids', externalIds: ['a'] }]);
    expect(planTwoWay([whole, ...ranges], { moved: [] })).toEqual([]);
  });
});

it('a field was changed when it last got another value, by anyone else', () => {
  const at = (day: number) => `2026-11-0${day}T00:00:00.000Z`;
  const changes = [
    { dataBefore: { a: 1, b: 1 }, changedAt: at(3), isOwn: true },
    { dataBefore: { a: 1, b: 0 }, changedAt: at(2), isOwn: false },
    { dataBefore: { a: 0 }, changedAt: at(1), isOwn: false },
  ];
  expect(fieldTimes({ a: 2, b: 1 }, changes)).toEqual({ a: at(1), b: at(2) });
});

describe('a job that goes both ways', () => {
  const definition: JobDefinition = {
    ...JOB_DEFAULTS,
    stream: 's',
    recordType: 't',
    direction: 'bidirectional',
  };
  const refused = (changes: Partial<JobDefinition>) => () => assertTwoWay({ ...definition, ...changes });

  it('is refused with what it cannot do, naming all of it', () => {
    expect(refused({})).not.toThrow();
    expect(refused({ fields: ['a'], writePolicy: 'create_only' })).toThrow(
      /^A job that goes both ways has no fields \(name them .*; no writePolicy \(/,
    );
    expect(refused({ webhook: true, requiresApproval: true })).not.toThrow();
    expect(refused({ mapping: [{ source: 'a', target: 'a' }] })).toThrow('No rule of the mapping goes out');
    expect(refused({ conflictPolicy: { strategy: 'luck' } })).toThrow('strategy');
    expect(refused({ direction: 'inbound', conflictPolicy: { strategy: 'manual' } })).toThrow('Only a job');
  });

  it('says what it leaves to a model', () => {
    const fields = { a: { strategy: 'custom', rules: ['max'], fallback: 'source_wins' }, b: 'ai' };
    expect(placesOfModel({ conflictPolicy: { strategy: 'ai' } })).toEqual(['*']);
    expect(placesOfModel({ conflictPolicy: { strategy: 'last_write_wins', fields } })).toEqual(['b']);
    expect(placesOfModel({ conflictPolicy: { strategy: 'merge', fallback: 'ai' } })).toEqual(['*']);
    for (const conflictPolicy of [
      null,
      { strategy: 'manual' },
      { strategy: 'merge', fallback: 'newest_wins' },
    ])
      expect(placesOfModel({ conflictPolicy })).toEqual([]);
    expect(refused({ conflictPolicy: { strategy: 'ai' } })).not.toThrow();
  });

  it('is refused by a stream that would have changes overwritten which were not seen', () => {
    const abilities = {
      batchSizes: { create: 1, update: 1 },
      isAllOrNothing: false,
      update: 'patch',
      keyLifetimeSeconds: null,
      checksVersion: true,
      lookUp: null,
      answers: 'record',
    } as const;
    const able = { abilities, readsOne: false, hasTimes: true };
    const unchecked = { ...able, abilities: { ...abilities, checksVersion: false } };
    const asserting = (stream: WritableStream, changes: Partial<JobDefinition> = {}) =>
      expect(() => assertTwoWayStream({ ...definition, ...changes }, stream));
    asserting(able).not.toThrow();
    asserting(unchecked).toThrow('neither refuses');
    asserting(unchecked, { writesUnchecked: true }).not.toThrow();
    asserting({ ...unchecked, readsOne: true }).not.toThrow();
  });

  it('is refused where its policy goes by times that the stream does not have, naming what does not', () => {
    const timeless = { abilities: null, readsOne: true, hasTimes: false };
    const asserting = (conflictPolicy: JobDefinition['conflictPolicy']) =>
      expect(() => assertTwoWayStream({ ...definition, conflictPolicy }, timeless));
    asserting(null).toThrow('name another strategy: source_wins');
    asserting({ strategy: 'merge', fallback: 'last_write_wins' }).toThrow('fallback');
    asserting({ strategy: 'source_wins', fields: { a: 'newest_wins' } }).toThrow('fields.a');
    asserting({ strategy: 'source_wins' }).not.toThrow();
  });
});
