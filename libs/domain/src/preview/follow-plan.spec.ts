import fc from 'fast-check';
import { decideChanges } from '../change/decide-changes.js';
import type { WriteRules } from '../change/decision.js';
import { groupWrites } from '../change/group-writes.js';
import { externalIdOf, type PreparedRecord } from '../record/prepare-record.js';
import type { ReferenceState } from '../record/reference.js';
import { meaningOf } from '../receipt/outcome.js';
import { followPlan, goneTarget, versionTarget, type ComingRecord } from './follow-plan.js';
import { indexEntries } from './index-entries.js';
import { entryKey, packEntries, shortBase, shortTarget, type PlanEntry } from './plan-entry.js';

/** Any word, as a digest of it: different words never share their first digits here. */
const digest = (text: string) =>
  [...text.padEnd(16, '.')].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');

/** What is here, by external id: the word that each record says. */
type Words = Readonly<Record<string, string>>;

const referencesOf = (words: Words): ReadonlyMap<string, ReferenceState> =>
  new Map(
    Object.entries(words).map(([externalId, word]) => [
      externalId,
      {
        id: externalId,
        recordId: externalId,
        externalId,
        contentHash: digest(word),
        version: null,
        observedAt: '2026-01-01T00:00:00.000Z',
      },
    ]),
  );

const recordsOf = (words: Words): readonly PreparedRecord[] =>
  Object.entries(words).map(([externalId, word]) => ({
    kind: 'ready',
    write: {
      externalId,
      contentHash: digest(word),
      dataText: word,
      version: null,
      modifiedAt: null,
      observedAt: '2026-01-01T00:00:01.000Z',
    },
  }));

function decide(here: Words, listed: Words, rules?: WriteRules) {
  const references = referencesOf(here);
  const inputs = recordsOf(listed).map((prepared) => {
    const key = externalIdOf(prepared);
    const reference = references.get(key ?? '');
    return { prepared, known: { key, reference, content: reference } };
  });
  const decided = decideChanges(inputs, rules);
  return {
    ...groupWrites(decided),
    inputs: decided.map(({ prepared, decision: { outcome } }) => ({
      externalId: externalIdOf(prepared),
      outcome,
    })),
  };
}

function planOf(here: Words, listed: Words): readonly PlanEntry[] {
  const references = referencesOf(here);
  return decide(here, listed).inputs.map(({ externalId, outcome }) => {
    const reference = references.get(externalId ?? '');
    return {
      bucket: meaningOf(outcome).bucket,
      key: entryKey(externalId, digest),
      base: reference === undefined ? null : shortBase(reference.contentHash),
      target: shortTarget(digest(listed[externalId ?? ''] ?? '')),
    };
  });
}

function carryOut(plan: readonly PlanEntry[], here: Words, listed: Words) {
  const permits = followPlan(indexEntries([packEntries(plan)]), digest);
  return decide(here, listed, { permits });
}

const words = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('one', 'two', 'three'));

describe('carrying out a plan', () => {
  it('does what a run would have done, as long as nothing moved', () => {
    fc.assert(
      fc.property(words, words, (here, listed) => {
        expect(carryOut(planOf(here, listed), here, listed)).toEqual(decide(here, listed));
      }),
    );
  });

  it('writes a record only if it was to be written so, over what was there then', () => {
    fc.assert(
      fc.property(words, words, words, words, (here, listed, hereNow, listedNow) => {
        const carried = carryOut(planOf(here, listed), hereNow, listedNow);
        const written = [...carried.creates.values(), ...carried.updates].map(({ externalId }) => externalId);
        for (const id of written) {
          expect(listedNow[id]).toBe(listed[id]);
          expect(here[id]).not.toBe(listed[id]);
          expect([here[id], listed[id]]).toContain(hereNow[id]);
        }
        const planned = carried.inputs.filter(({ outcome }) => outcome === 'planned');
        for (const { externalId } of planned) {
          const id = externalId ?? '';
          expect(listedNow[id]).not.toBe(hereNow[id]);
          expect([hereNow[id], listedNow[id]]).not.toEqual([here[id], listed[id]]);
        }
      }),
    );
  });

  it('is the same if a part of it was done before: it may be resumed', () => {
    fc.assert(
      fc.property(words, words, fc.constantFrom('a', 'b', 'c', 'd'), (here, listed, done) => {
        const part = listed[done] === undefined ? here : { ...here, [done]: listed[done] };
        const carried = carryOut(planOf(here, listed), part, listed);
        expect(carried.inputs.map(({ outcome }) => outcome)).not.toContain('planned');
      }),
    );
  });
});

describe('a write that a plan may have foreseen', () => {
  /** Words that differ at their end only, such as versions, have other digests too. */
  const last = (text: string) => digest([...text].reverse().join(''));
  const reference = (word: string) => ({ ...referencesOf({ a: word }).get('a')!, contentHash: last(word) });
  const entry = (base: string | null, target: string | null): PlanEntry => ({
    bucket: base === null ? 'new' : 'changed',
    key: entryKey('a', last),
    base: base === null ? null : shortBase(last(base)),
    target,
  });
  const to = (word: string) => shortTarget(last(word));
  const permits = (
    plan: readonly PlanEntry[],
    coming: Partial<ComingRecord>,
    here?: ReferenceState,
  ): boolean => {
    const write = { externalId: 'a', version: null, contentHash: null, ...coming };
    return followPlan(indexEntries([packEntries(plan)]), last)(write, here);
  };

  it('is one of several that the provider listed of one record, each over what the one before it has left', () => {
    const plan = [entry('one', to('two')), entry('one', to('three'))];
    expect(permits(plan, { contentHash: last('two') }, reference('one'))).toBe(true);
    expect(permits(plan, { contentHash: last('three') }, reference('two'))).toBe(true);
    expect(permits(plan, { contentHash: last('three') }, reference('four'))).toBe(false);
    expect(permits(plan, { contentHash: last('four') }, reference('one'))).toBe(false);
  });

  it('makes a record only where the plan foresaw that there is none', () => {
    expect(permits([entry(null, to('two'))], { contentHash: last('two') })).toBe(true);
    const twice = [entry('one', to('two')), entry(null, to('two'))];
    expect(permits(twice, { contentHash: last('two') })).toBe(true);
    expect(permits([entry('one', to('two'))], { contentHash: last('two') })).toBe(false);
  });

  it('is known by its version where an inventory listed the record', () => {
    const plan = [entry('one', versionTarget('7', last))];
    expect(permits(plan, { version: '7' }, reference('one'))).toBe(true);
    expect(permits(plan, { version: '8' }, reference('one'))).toBe(false);
    expect(permits(plan, { version: '7', contentHash: last('two') }, reference('one'))).toBe(true);
    expect(permits(plan, { version: '8', contentHash: last('two') }, reference('one'))).toBe(false);
  });

  it('makes a record inactive where the plan foresaw that it is gone, over what was here or what the plan has put there', () => {
    const gone = (base: string | null) =>
      ({ ...entry(base, goneTarget(last)), bucket: 'inactive_candidate' }) as const;
    const coming = { isGone: true };
    expect(permits([gone('one')], coming, reference('one'))).toBe(true);
    expect(permits([gone('one')], coming, reference('two'))).toBe(false);
    expect(permits([entry(null, to('two')), gone(null)], coming, reference('two'))).toBe(true);
    expect(permits([gone('one')], { contentHash: last('two') }, reference('one'))).toBe(false);
  });

  it('is none of those of which the plan foresaw nothing to write', () => {
    expect(permits([entry('one', null)], { contentHash: null }, reference('one'))).toBe(false);
    expect(permits([], { contentHash: last('two') }, reference('one'))).toBe(false);
  });
});
