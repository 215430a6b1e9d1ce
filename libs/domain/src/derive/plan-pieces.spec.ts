import fc from 'fast-check';
import { derivedSetOf, type ReferenceSet, type ReferenceState } from '../record/reference.js';
import { decidePieces } from './decide-pieces.js';
import type { DeriveRule } from './derive-rule.js';
import { locksOf } from './locks-of.js';
import { planPieces, type PieceParent } from './plan-pieces.js';
import type { KnownLink, RecordLink } from './record-link.js';
import { NO_PIECES, type DerivedPiece } from './record-pieces.js';

const set: ReferenceSet = { connectionId: 'c', stream: 'issues', recordType: 'issue' };
const LABELS: DeriveRule = { name: 'labels', each: 'labels', key: 'id', recordType: 'label' };
const SHARED: DeriveRule = { ...LABELS, shared: true };
const AT = '2026-11-01T12:00:00.000Z';
const LATER = '2026-11-01T13:00:00.000Z';

const piece = (externalId: string, contentHash = 'h'): DerivedPiece => ({
  rule: 'labels',
  externalId,
  contentHash,
  dataText: '{}',
});
const parent = (
  referenceId: string,
  ids: readonly string[],
  changes: Partial<PieceParent> = {},
): PieceParent => ({
  referenceId,
  externalId: referenceId,
  pieces: { ...NO_PIECES, derived: ids.map((id) => piece(id)) },
  observedAt: AT,
  ...changes,
});
const held = (link: RecordLink): KnownLink => ({
  ...link,
  id: `${link.referenceId} ${link.externalId}`,
  toReferenceId: '9',
});
const plan = (parents: readonly PieceParent[], known: readonly KnownLink[] = [], derive = [LABELS]) =>
  planPieces(parents, known, { derive, links: [], set });
const linksOf = (referenceId: string, ids: readonly string[]) =>
  plan([parent(referenceId, ids)]).added.map(held);
const causes = (planned: ReturnType<typeof plan>) =>
  planned.orphans.map(({ link, cause }) => `${link.externalId} ${cause}`);

describe('planPieces', () => {
  it('derived twice is derived once: nothing is added or ended the second time', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 2 }), { maxLength: 5 });
    fc.assert(
      fc.property(ids, ids, (before, now) => {
        const known = linksOf('1', before);
        const first = plan([parent('1', now)], known);
        const kept = known.filter((link) => !first.ended.includes(link));
        const again = plan([parent('1', now)], [...kept, ...first.added.map(held)]);
        expect([again.added, again.ended, again.orphans]).toEqual([[], [], []]);
        const holding = [...kept, ...first.added].map(({ externalId }) => externalId);
        expect(holding.toSorted()).toEqual(now.toSorted());
      }),
    );
  });

  it('ends what an entry, a condition or a rule no longer gives, each with its cause', () => {
    const known = linksOf('1', ['a', 'b']);
    expect(causes(plan([parent('1', ['a'])], known))).toEqual(['b element_gone']);
    const excluded = { ...NO_PIECES, excluded: ['labels'] };
    expect(causes(plan([parent('1', [], { pieces: excluded })], known))).toEqual([
      'a condition_failed',
      'b condition_failed',
    ]);
    expect(causes(plan([parent('1', [], { pieces: NO_PIECES })], known, []))).toEqual([
      'a rule_removed',
      'b rule_removed',
    ]);
  });

  it('leaves the links of a parent that is inactive, and takes its records for orphans', () => {
    const planned = plan([parent('1', [], { pieces: undefined })], linksOf('1', ['a']));
    expect(causes(planned)).toEqual(['a parent_inactive']);
    expect(planned.ended).toEqual([]);
  });

  it('takes nothing for gone that a rejected piece may be', () => {
    const problem = {
      code: 'record.piece_without_key',
      errorClass: 'data',
      message: '',
      remedy: '',
    } as const;
    const rejecting = (externalId: string | null) =>
      plan(
        [parent('1', [], { pieces: { ...NO_PIECES, rejected: [{ rule: 'labels', externalId, problem }] } })],
        linksOf('1', ['a', 'b']),
      );
    expect(causes(rejecting('a'))).toEqual(['b element_gone']);
    expect(causes(rejecting(null))).toEqual([]);
    expect(rejecting(null).rejected).toBe(1);
  });

  it('writes a shared record once, as it was said last', () => {
    const later = parent('2', [], {
      observedAt: LATER,
      pieces: { ...NO_PIECES, derived: [piece('a', 'new')] },
    });
    const { wanted, added } = plan([parent('1', ['a', 'b']), later], [], [SHARED]);
    expect(added).toHaveLength(3);
    expect([...wanted[0]!.writes.values()]).toMatchObject([
      { externalId: 'a', contentHash: 'new', observedAt: LATER },
      { externalId: 'b' },
    ]);
  });

  it('locks what it writes and what may lose a parent, sets in one order', () => {
    const other: DeriveRule = { ...LABELS, name: 'a first' };
    const planned = plan([parent('1', ['x'])], linksOf('1', ['y']), [LABELS, other]);
    expect(locksOf(planned)).toMatchObject([{ set: derivedSetOf(set, LABELS), externalIds: ['x', 'y'] }]);
    expect(locksOf(planned).map(({ key }) => key)).toEqual(
      locksOf(planned)
        .map(({ key }) => key)
        .toSorted(),
    );
  });
});

describe('decidePieces', () => {
  const stored = (changes: Partial<ReferenceState> = {}): ReferenceState => ({
    ...{ id: '5', recordId: '6', externalId: 'a', contentHash: 'h', version: null, observedAt: LATER },
    ...changes,
  });
  const decide = (rule: DeriveRule, found?: ReferenceState, contentHash = 'h') => {
    const pieces = { ...NO_PIECES, derived: [piece('a', contentHash)] };
    const [wanted] = plan([parent('1', [], { pieces })], [], [rule]).wanted;
    const { creates, updates, unchanged } = decidePieces(wanted!, new Map(found ? [['a', found]] : []));
    return { created: creates.length, updated: updates.length, unchanged };
  };
  const CREATED = { created: 1, updated: 0, unchanged: 0 };
  const UPDATED = { created: 0, updated: 1, unchanged: 0 };
  const UNCHANGED = { created: 0, updated: 0, unchanged: 1 };

  it('creates, updates, leaves, and brings back what was inactive', () => {
    expect(decide(LABELS)).toEqual(CREATED);
    expect(decide(LABELS, stored())).toEqual(UNCHANGED);
    expect(decide(LABELS, stored(), 'other')).toEqual(UPDATED);
    expect(decide(LABELS, stored({ inactive: true }))).toEqual(UPDATED);
  });

  it('follows the parent whenever it was observed; of what is shared the newest observation counts', () => {
    expect(decide(SHARED, stored(), 'other')).toEqual(UNCHANGED);
    expect(decide(SHARED, stored({ observedAt: AT }), 'other')).toEqual(UPDATED);
  });
});
