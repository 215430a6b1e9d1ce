import fc from 'fast-check';
import { describeProblem, SyncError } from '../errors/sync-error.js';
import type { JsonObject, JsonValue } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { changedFields, holds } from './changed-fields.js';
import { decidePush, type PushedRecord, type PushedReference, type PushRules } from './decide-push.js';
import { leaveOut, maskedTargets } from './masked-targets.js';

const rules: PushRules = {
  filter: () => true,
  check: () => undefined,
  map: (data) => data,
  policy: 'upsert',
  deletePolicy: 'ignore',
  abilities: { checksVersion: false },
  precautions: { compares: false, update: 'fields' },
};
const record: PushedRecord = {
  recordId: '1',
  version: 3,
  isActive: true,
  data: { name: 'Ada', city: 'Rome' },
  reference: null,
  isInDoubt: false,
};
const reference: PushedReference = {
  id: '7',
  externalId: 'p7',
  version: '4',
  isInactive: false,
  sent: { name: 'Ada', phone: '1' },
};
const decide = (changes: Partial<PushedRecord> = {}, other: Partial<PushRules> = {}) =>
  decidePush({ ...record, ...changes }, { ...rules, ...other });

describe('what is pushed of a record', () => {
  it('is all of it where it is new', () => {
    const { data } = record;
    expect(decide()).toEqual({
      kind: 'send',
      write: { kind: 'create', externalId: null, data, sent: data, version: null },
    });
  });

  it('is what is otherwise than what was sent, where it is there', () => {
    expect(decide({ reference })).toMatchObject({
      write: { kind: 'update', externalId: 'p7', data: { city: 'Rome', phone: null }, sent: record.data },
    });
  });

  it('is all of it where the provider replaces, or where it is not known what was sent', () => {
    const replacing = { precautions: { compares: false, update: 'whole' } } as const;
    expect(decide({ reference }, replacing)).toMatchObject({ write: { data: record.data, version: '4' } });
    expect(decide({ reference: { ...reference, sent: null } })).toMatchObject({
      write: { data: record.data },
    });
  });

  it('is what is laid over the record where the provider replaces and it can be read, with null for what is to go', () => {
    const laying = { precautions: { compares: false, update: 'laid_over' } } as const;
    const sent = { name: 'Ada', phone: '1', address: { city: 'Rome', zip: '1' } };
    const data = { name: 'Ada', address: { city: 'Oslo' } };
    expect(decide({ data, reference: { ...reference, sent } }, laying)).toMatchObject({
      write: { data: { phone: null, address: { city: 'Oslo', zip: null } }, sent: data },
    });
  });

  it('is nothing where it is as it was sent, whatever came back', () => {
    const sent = { city: 'Rome', name: 'Ada' };
    expect(decide({ reference: { ...reference, sent } })).toEqual({ kind: 'leave', outcome: 'unchanged' });
  });

  it('is nothing where it is gone at the provider: it is not made there again', () => {
    const gone = { ...reference, isInactive: true };
    expect(decide({ reference: gone })).toEqual({ kind: 'leave', outcome: 'conflicted' });
  });

  it('is nothing while it is not known what became of what was sent before', () => {
    expect(decide({ isInDoubt: true })).toEqual({ kind: 'leave', outcome: 'in_doubt' });
  });

  it.each([
    ['create_only', reference],
    ['update_only', null],
  ] as const)('is nothing where the policy %s leaves it out', (policy, known) => {
    expect(decide({ reference: known }, { policy })).toEqual({ kind: 'leave', outcome: 'excluded' });
  });

  it('is nothing of one that its filter, its type or its mapping does not take', () => {
    const problem = describeProblem(new SyncError('record.schema_violation', 'No'));
    const failing = () => {
      throw new SyncError('record.transform_failed', 'No');
    };
    expect(decide({}, { filter: () => false })).toEqual({ kind: 'leave', outcome: 'excluded' });
    expect(decide({}, { check: () => problem })).toEqual({ kind: 'fail', outcome: 'rejected', problem });
    expect(decide({}, { map: failing })).toMatchObject({
      outcome: 'rejected',
      problem: { code: 'record.transform_failed' },
    });
  });

  it('is a deletion where it is not active here any more, if its policy says so', () => {
    const inactive = { isActive: false, reference };
    expect(decide(inactive)).toEqual({ kind: 'leave', outcome: 'excluded' });
    expect(decide(inactive, { deletePolicy: 'delete' })).toMatchObject({
      write: { kind: 'delete', externalId: 'p7', data: {} },
    });
    expect(decide(inactive, { deletePolicy: 'deactivate' })).toMatchObject({
      write: { kind: 'deactivate', externalId: 'p7', data: {} },
    });
    expect(decide({ isActive: false }, { deletePolicy: 'delete' })).toEqual({
      kind: 'leave',
      outcome: 'unchanged',
    });
  });

  it('brings the provider to the same, and then is nothing', () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<JsonObject>;
    fc.assert(
      fc.property(json, json, (sent, data) => {
        const decision = decide({ data, reference: { ...reference, sent } });
        const patch = decision.kind === 'send' ? decision.write.data : {};
        expect(holds({ ...sent, ...patch }, data)).toBe(true);
        expect(decide({ data, reference: { ...reference, sent: data } })).toMatchObject({
          outcome: 'unchanged',
        });
      }),
    );
  });
});

describe('the fields that changed', () => {
  it('are those, and no others', () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<JsonObject>;
    fc.assert(
      fc.property(json, json, (before, now) => {
        const changed = changedFields(before, now);
        for (const [name, value] of Object.entries(now)) {
          const was: JsonValue | undefined = Object.hasOwn(before, name) ? before[name] : undefined;
          const isSame = was !== undefined && canonicalText(was) === canonicalText(value);
          expect(Object.hasOwn(changed, name)).toBe(!isSame);
        }
      }),
    );
  });
});

describe('what a hash or a mask has made', () => {
  const masked = maskedTargets(
    [
      {
        recordType: 'customer',
        mapping: [
          { source: 'email', target: 'contact.email', transforms: [{ name: 'mask' }] },
          { source: 'name', target: 'name', transforms: ['trim'] },
          { source: 'ssn', target: 'ssn', transforms: ['hash'] },
        ],
        derive: [],
      },
      { recordType: 'order', mapping: [{ source: 'a', target: 'name', transforms: ['hash'] }], derive: [] },
    ],
    'customer',
  );

  it('never goes out, whichever job made it', () => {
    const data = { name: 'Ada', ssn: 'x', contact: { email: 'a***', phone: '1' } };
    expect(leaveOut(data, masked)).toEqual({ name: 'Ada', contact: { phone: '1' } });
  });
});
