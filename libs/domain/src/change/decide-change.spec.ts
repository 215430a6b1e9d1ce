import * as fc from 'fast-check';
import { decideChange } from './decide-change.js';
import { decideChanges } from './decide-changes.js';
import type { Known, WriteRules } from './decision.js';
import { groupWrites } from './group-writes.js';

const EARLY = '2026-01-01T00:00:00.000Z';
const LATE = '2026-01-01T00:00:01.000Z';

describe('decideChange', () => {
  const times = fc.constantFrom(EARLY, LATE, '2026-01-01T00:00:02.000Z');
  const versions = fc.option(fc.constantFrom('1', '2', '3'));
  const content = fc.record({
    contentHash: fc.constantFrom('1', '2', '3'),
    version: versions,
    observedAt: times,
    inactive: fc.boolean(),
  });
  const incoming = content.map(({ contentHash, version, observedAt }) => ({
    externalId: 'a',
    contentHash,
    dataText: `"${contentHash}"`,
    version,
    modifiedAt: null,
    observedAt,
  }));
  const rules: fc.Arbitrary<WriteRules> = fc.record({
    policy: fc.constantFrom('upsert', 'create_only', 'update_only'),
    permits: fc.constantFrom(
      undefined,
      () => true,
      () => false,
    ),
  });
  const knownAs = (state: Known['content']): Known => ({
    key: 'a',
    reference: state && { id: 'r-a', recordId: '1', externalId: 'a', ...state },
    content: state,
  });
  const some = fc.record({ state: fc.option(content, { nil: undefined }), write: incoming, rules });
  const hasVersions = (one: { version: string | null }, other: { version: string | null }) =>
    one.version !== null && other.version !== null && one.version !== other.version;

  it('applied twice is as if applied once', () => {
    fc.assert(
      fc.property(some, ({ state, write, rules: by }) => {
        const first = decideChange({ kind: 'ready', write }, knownAs(state), by);
        const left = 'write' in first ? first.write : state;
        const second = decideChange({ kind: 'ready', write }, knownAs(left), by);
        expect(second.kind).toBe('leave');
        expect(second.outcome).toBe('write' in first ? 'unchanged' : first.outcome);
      }),
    );
  });

  it('never lets a later observation lose to an earlier one, where versions do not tell', () => {
    fc.assert(
      fc.property(content, incoming, (state, write) => {
        fc.pre(!hasVersions(state, write) && write.observedAt !== state.observedAt);
        const { outcome } = decideChange({ kind: 'ready', write }, knownAs(state));
        if (write.observedAt > state.observedAt) expect(outcome).not.toBe('superseded');
        else expect(['superseded', 'unchanged']).toContain(outcome);
      }),
    );
  });

  it('leaves the same, whichever of two observations is applied first', () => {
    fc.assert(
      fc.property(incoming, incoming, (one, other) => {
        fc.pre(one.observedAt !== other.observedAt && !hasVersions(one, other));
        const after = (...writes: readonly (typeof one)[]) => {
          const inputs = writes.map((write) => ({
            prepared: { kind: 'ready', write } as const,
            known: knownAs(undefined),
          }));
          return groupWrites(decideChanges(inputs)).creates.get('a')?.contentHash;
        };
        expect(after(one, other)).toBe(after(other, one));
      }),
    );
  });

  it('never writes what says the same and has no newer version, nor the first one', () => {
    fc.assert(
      fc.property(content, incoming, rules, (state, write, by) => {
        const isFirst = state.version === null && write.observedAt >= state.observedAt;
        const isNewer = write.version !== null && (isFirst || write.version > (state.version ?? 'none'));
        fc.pre(!isNewer && !state.inactive);
        const same = { ...write, contentHash: state.contentHash };
        expect(decideChange({ kind: 'ready', write: same }, knownAs(state), by).kind).toBe('leave');
      }),
    );
  });

  it('writes again what was gone, although its job only creates: it was created once', () => {
    const gone = { contentHash: 'old', version: null, observedAt: EARLY, inactive: true };
    const write = { ...gone, contentHash: 'new', externalId: 'a', dataText: '{}', modifiedAt: null };
    const ready = { kind: 'ready', write } as const;
    const reactivated = { kind: 'update_record', outcome: 'reactivated', write };
    expect(decideChange(ready, knownAs(gone), { policy: 'create_only' })).toEqual(reactivated);
  });

  it('takes an older state over only where that is said, and says so then', () => {
    const state = { contentHash: 'here', version: '5', observedAt: EARLY };
    const write = {
      ...state,
      contentHash: 'restored',
      externalId: 'a',
      dataText: '{}',
      version: '1',
      modifiedAt: null,
    };
    const later = { kind: 'ready', write: { ...write, observedAt: LATE } } as const;
    expect(decideChange(later, knownAs(state))).toMatchObject({ outcome: 'superseded', contradicts: true });
    const adopted = decideChange(later, knownAs(state), { adopts: (id) => id === 'a' });
    expect(adopted).toMatchObject({ outcome: 'updated', adopted: true });
    expect(decideChange(later, knownAs(state), { adopts: () => true, permits: () => false }).outcome).toBe(
      'planned',
    );
    const newer = { kind: 'ready', write: { ...later.write, version: '6' } } as const;
    expect(decideChange(newer, knownAs(state), { adopts: () => true })).not.toHaveProperty('adopted');
    const atOnce = decideChange({ kind: 'ready', write }, knownAs(state), { adopts: () => true });
    expect(atOnce).toEqual({ kind: 'leave', outcome: 'superseded' });
  });

  it('takes no newer version of the same content for a change of the record', () => {
    const state = { contentHash: 'same', version: '1', observedAt: EARLY };
    const write = { ...state, externalId: 'a', dataText: '{}', version: '2', modifiedAt: null };
    const decision = decideChange({ kind: 'ready', write }, knownAs(state));
    expect(decision).toMatchObject({ kind: 'note_version', outcome: 'unchanged', write: { version: '2' } });
  });

  it.each([
    ['another that says nothing of order', 'opaque:b', LATE, 'note_version'],
    ['another, read at the same time', 'opaque:b', EARLY, 'note_version'],
    ['another, read before', 'opaque:b', '2025-12-31T00:00:00.000Z', 'leave'],
    ['the same', 'opaque:a', LATE, 'leave'],
    ['none', null, LATE, 'leave'],
  ] as const)(
    'notes of the same content which version it is, where it came with %s',
    (_, version, observedAt, kind) => {
      const state = { contentHash: 'same', version: 'opaque:a', observedAt: EARLY };
      const write = { ...state, externalId: 'a', dataText: '{}', version, observedAt, modifiedAt: null };
      expect(decideChange({ kind: 'ready', write }, knownAs(state))).toMatchObject({
        kind,
        outcome: 'unchanged',
      });
    },
  );

  it.each([
    ['is as it was', { version: '3' }, true, 'unchanged'],
    ['has another version', { version: '4' }, true, 'planned'],
    ['has no version', { version: null }, true, 'planned'],
    ['was mapped in another way', { version: '3' }, false, 'planned'],
  ] as const)('says of an entry of an inventory that it %s', (_, { version }, trustsVersions, outcome) => {
    const listed = { kind: 'listed', externalId: 'a', version } as const;
    const state = { contentHash: 'same', version: '3', observedAt: EARLY };
    expect(decideChange(listed, knownAs(state), { trustsVersions }).outcome).toBe(outcome);
    expect(decideChange(listed, knownAs({ ...state, inactive: true })).outcome).toBe('planned');
    expect(decideChange(listed, knownAs(undefined)).outcome).toBe('planned');
  });

  it('reads what an inventory names without a version, where none is known either: nothing tells that it is the same', () => {
    const state = { contentHash: 'same', version: null, observedAt: EARLY };
    const listed = { kind: 'listed', externalId: 'a', version: null } as const;
    expect(decideChange(listed, knownAs(state)).outcome).toBe('planned');
  });

  it('reads what was written and not read since, whatever version an inventory names of it', () => {
    const state = { contentHash: 'same', version: '3', observedAt: EARLY };
    const listed = { kind: 'listed', externalId: 'a', version: '3' } as const;
    const after = (unread: string) =>
      decideChange(listed, knownAs(state), { unread: new Set([unread]) }).outcome;
    expect([after('r-a'), after('r-b')]).toEqual(['planned', 'unchanged']);
  });

  it('believes the version that an inventory names, unless its job says otherwise', () => {
    const state = { contentHash: 'same', version: '3', observedAt: EARLY };
    const listed = { kind: 'listed', externalId: 'a', version: '3' } as const;
    expect(decideChange(listed, knownAs(state)).outcome).toBe('unchanged');
  });
});
