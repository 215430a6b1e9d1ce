import type { RecordWrite, ReferenceSet } from '../record/reference.js';
import { derivedSetOf } from '../record/reference.js';
import type { PieceRules } from './piece-rules.js';
import type { DeriveRule } from './derive-rule.js';
import { setKey, type KnownLink, type RecordLink } from './record-link.js';
import type { RecordPieces } from './record-pieces.js';

/** A record of which something changed, with what it holds now. */
export interface PieceParent {
  /** Null: it has no reference yet, as in a plan. */
  readonly referenceId: string | null;
  /** Null: nothing is to be said of it. */
  readonly externalId: string | null;
  /** Undefined: it is inactive from here on. */
  readonly pieces: RecordPieces | undefined;
  /** When the request that gave it began, ISO 8601. */
  readonly observedAt: string;
}

/** Why a derived record may be inactive. */
export type OrphanCause = 'rule_removed' | 'condition_failed' | 'element_gone' | 'parent_inactive';

export interface Orphan {
  readonly link: KnownLink;
  readonly cause: OrphanCause;
}

/** Derived records of one rule that are to be here. */
export interface WantedPieces {
  readonly rule: DeriveRule;
  readonly set: ReferenceSet;
  /** Names the set. */
  readonly key: string;
  /** By external id; of a shared record what was said last. */
  readonly writes: ReadonlyMap<string, RecordWrite>;
}

export interface PiecePlan {
  /** In the order of the rules, in which they are locked too. */
  readonly wanted: readonly WantedPieces[];
  /** Links that do not hold yet. */
  readonly added: readonly RecordLink[];
  /** Links that hold no longer. */
  readonly ended: readonly KnownLink[];
  /** Derived records that lose a parent; they stay active while another has them. */
  readonly orphans: readonly Orphan[];
  readonly rejected: number;
}

/** What the pieces of these records come to; `known`: the links from them that hold. Each parent once. */
export function planPieces(
  parents: readonly PieceParent[],
  known: readonly KnownLink[],
  { derive, links, set }: PieceRules & { readonly set: ReferenceSet },
): PiecePlan {
  const rules = new Map(derive.map((rule) => [rule.name, { rule, to: derivedSetOf(set, rule) }]));
  const targets = new Map(
    links.map(({ name, stream, recordType }) => [
      name,
      { connectionId: set.connectionId, stream, recordType },
    ]),
  );
  const byParent = groupByParent(known);
  const added: RecordLink[] = [];
  const ended: KnownLink[] = [];
  const orphans: Orphan[] = [];
  for (const { referenceId, pieces } of parents) {
    const held = referenceId === null ? [] : (byParent.get(referenceId) ?? []);
    if (pieces === undefined) {
      // Its links stay: they say what it had.
      for (const link of held) if (link.isDerived) orphans.push({ link, cause: 'parent_inactive' });
      continue;
    }
    const wanted = linksOf(referenceId ?? '', pieces, { rules, targets });
    const keys = new Set(wanted.map(linkKey));
    const isHeld = new Set(held.map(linkKey));
    added.push(...wanted.filter((link) => !isHeld.has(linkKey(link))));
    for (const link of held) {
      if (keys.has(linkKey(link)) || isUndecided(link, pieces)) continue;
      ended.push(link);
      if (link.isDerived) orphans.push({ link, cause: causeOf(link, pieces, rules) });
    }
  }
  const rejected = parents.reduce((sum, { pieces }) => sum + (pieces?.rejected.length ?? 0), 0);
  return { wanted: wantedOf(parents, rules), added, ended, orphans, rejected };
}

function groupByParent(known: readonly KnownLink[]): ReadonlyMap<string, readonly KnownLink[]> {
  const groups = new Map<string, KnownLink[]>();
  for (const link of known) {
    const group = groups.get(link.referenceId);
    if (group === undefined) groups.set(link.referenceId, [link]);
    else group.push(link);
  }
  return groups;
}

type RulesByName = ReadonlyMap<string, { readonly rule: DeriveRule; readonly to: ReferenceSet }>;

function linksOf(
  referenceId: string,
  { derived, links }: RecordPieces,
  { rules, targets }: { readonly rules: RulesByName; readonly targets: ReadonlyMap<string, ReferenceSet> },
): readonly RecordLink[] {
  return [
    ...derived.map(({ rule: name, externalId }): RecordLink => {
      const { rule, to } = rules.get(name)!;
      return { referenceId, name: rule.link ?? name, to, externalId, isDerived: true };
    }),
    ...links.map(({ rule, externalId }): RecordLink => {
      return { referenceId, name: rule, to: targets.get(rule)!, externalId, isDerived: false };
    }),
  ];
}

function linkKey({ name, to, externalId }: RecordLink): string {
  return JSON.stringify([name, setKey(to), externalId]);
}

/** A piece that is rejected says nothing of the record that is here; one without a key may be any of them. */
function isUndecided({ to, externalId }: KnownLink, { rejected }: RecordPieces): boolean {
  return rejected.some(
    (piece) =>
      piece.rule === to.derivedBy?.rule && (piece.externalId === null || piece.externalId === externalId),
  );
}

function causeOf({ to }: KnownLink, { excluded }: RecordPieces, rules: RulesByName): OrphanCause {
  const rule = to.derivedBy?.rule ?? '';
  if (!rules.has(rule)) return 'rule_removed';
  return excluded.includes(rule) ? 'condition_failed' : 'element_gone';
}

function wantedOf(parents: readonly PieceParent[], rules: RulesByName): readonly WantedPieces[] {
  const writes = new Map<string, Map<string, RecordWrite>>();
  for (const { pieces, observedAt } of parents) {
    for (const { rule, ...piece } of pieces?.derived ?? []) {
      const ofRule = writes.get(rule) ?? new Map<string, RecordWrite>();
      ofRule.set(piece.externalId, { ...piece, version: null, modifiedAt: null, observedAt });
      writes.set(rule, ofRule);
    }
  }
  return [...rules].map(([name, { rule, to }]) => ({
    rule,
    set: to,
    key: setKey(to),
    writes: writes.get(name) ?? new Map<string, RecordWrite>(),
  }));
}
