import { ceilingOf, type DeleteCeiling } from '@evenkeel/domain';
import type { ScriptedProvider } from '../workload/provider/scripted-provider.js';
import { tellsGone } from '../workload/provider/record-answers.js';
import type { Invariant, Moments } from './invariant.js';
import { undoubted } from './listings.js';
import { firstOf } from './pages.js';
import type { SeenExecution, SeenReference, Snapshot } from './snapshot.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** What is known of a record because it was asked for. */
const BY_ASKING = ['gone_when_asked', 'gone_when_read'];

/** What holds for records of which the provider says that they are gone, and for those that are asked for. */
export const GONE_INVARIANTS: readonly Invariant[] = [
  {
    says: 'What is announced as gone, or gone when it is asked for, is no more in a day than the ceiling allows unasked.',
    isTested: (moments) => aloneIn(moments).length > 0,
    find: (moments) =>
      firstOf([...moments.provider.streams.keys()], (stream) => findTooMany(moments, stream)),
  },
  {
    says: 'The receipt counts each record that was inactivated because it was announced as gone or gone when it was asked for.',
    isTested: (moments) => aloneIn(moments).length > 0,
    find: ({ now }) =>
      firstOf(now.executions, ({ id }) => {
        const has = now.references.filter(({ inactiveBy, goneAlone }) => goneAlone && inactiveBy === id);
        const chunks = now.chunks.filter(({ execution }) => execution === id);
        const counted = chunks.reduce((sum, { inactivated }) => sum + inactivated, 0);
        return has.length <= counted
          ? undefined
          : `execution ${id} has inactivated ${has.length} records and counts ${counted}`;
      }),
  },
  {
    says: 'What failed of a record before it was found to be gone is closed with it.',
    isTested: (moments) => inactivatedIn(moments).length > 0,
    find: (moments) => {
      const open = new Map(
        moments.now.openFailures.map(({ id, observedAt }) => [id, Date.parse(observedAt)]),
      );
      return firstOf(inactivatedIn(moments), ({ id, observedAt }) =>
        (open.get(id) ?? Infinity) < Date.parse(observedAt)
          ? `${id} is inactive, and what failed of it before is still open`
          : undefined,
      );
    },
  },
  {
    says: 'An answer about one record is taken for gone only where its stream says that it means that.',
    isTested: (moments) => inactivatedIn(moments).length > 0,
    find: (moments) =>
      firstOf(inactivatedIn(moments), ({ id, stream, cause }) =>
        !BY_ASKING.includes(cause ?? '') || tellsGone(moments.provider.stream(stream).options.answers)
          ? undefined
          : `${id} is inactive because it was asked for, and no answer said that it is gone`,
      ),
  },
  {
    says: 'A record that is asked for only to see whether it is there is not written, unless the stream says that it looks as in the listing.',
    isTested: ({ before, now }) => isClosingOut({ before, now }),
    find: ({ before, now, provider }) => {
      if (!isClosingOut({ before, now })) return undefined;
      const were = new Map(before.references.map((reference) => [reference.id, reference]));
      return firstOf(now.references, ({ id, stream, changes }) => {
        const { isInventory, answers } = provider.stream(stream).options;
        if (isInventory || answers.declaresSameShape) return undefined;
        return changes === (were.get(id)?.changes ?? changes)
          ? undefined
          : `${id} was written by a reading that asked whether it is there`;
      });
    },
  },
  {
    says: 'A run that has completed and speaks of no doubt leaves nothing active that was gone since before it began and that it was told of, or had to miss, but for what it says it has kept.',
    isTested: (moments) => undoubted(moments).length > 0,
    find: (moments) => firstOf(undoubted(moments), (execution) => findLeft(moments, execution)),
  },
];

/** References that were inactivated between the moments. */
function inactivatedIn({ before, now }: Pick<Moments, 'before' | 'now'>): readonly SeenReference[] {
  const active = new Set(before.references.flatMap(({ id, inactive }) => (inactive ? [] : [id])));
  return now.references.filter(({ id, inactive }) => inactive && active.has(id));
}

function aloneIn(moments: Pick<Moments, 'before' | 'now'>): readonly SeenReference[] {
  return inactivatedIn(moments).filter(({ goneAlone }) => goneAlone);
}

function findTooMany(
  { before, now, deleteCeiling }: Pick<Moments, 'before' | 'now'> & { readonly deleteCeiling: DeleteCeiling },
  name: string,
): string | undefined {
  const due = aloneIn({ before, now }).filter(({ stream }) => stream === name).length;
  if (due === 0) return undefined;
  const dayAgo = Date.parse(now.at) - DAY_MS;
  const here = before.references.filter(({ stream }) => stream === name);
  const lately = here.filter(({ inactiveAt }) => inactiveAt !== null && Date.parse(inactiveAt) > dayAgo);
  const recent = lately.filter(({ goneAlone }) => goneAlone).length;
  // What a listing missed may have been inactivated after it was counted.
  const active = here.filter(({ inactive }) => !inactive).length + lately.length;
  const most = ceilingOf(deleteCeiling, active);
  return recent + due <= most
    ? undefined
    : `${recent + due} ${name} were inactivated one by one within a day, and ${most} may be`;
}

/** Whether a page was applied between the moments that looks at what a listing has missed. */
function isClosingOut({ before, now }: Pick<Moments, 'before' | 'now'>): boolean {
  const pages = (snapshot: Snapshot) =>
    snapshot.chunks.reduce((sum, { kind, pages }) => sum + (kind === 'close_out' ? pages : 0), 0);
  return pages(now) > pages(before);
}

function findLeft(
  { now, provider }: Pick<Moments, 'now'> & { readonly provider: ScriptedProvider },
  { id: execution, job, scope, follows, since }: SeenExecution,
): string | undefined {
  const stream = provider.stream(job);
  const isFull = scope === 'full';
  // What a plan did not foresee is left to the next run.
  if (follows !== null || since === null || !(isFull || stream.options.reportsDeletions)) return undefined;
  const judged = now.closeOuts.find((closeOut) => closeOut.execution === execution);
  // Otherwise its receipt says why not.
  if (isFull && judged?.complete !== true) return undefined;
  const gone = new Set(stream.goneSince(provider.fromEngineMs(Date.parse(since), Date.parse(now.at))));
  const kept = new Set(
    now.kept.flatMap((candidate) =>
      !isFull || candidate.execution === execution ? [candidate.reference] : [],
    ),
  );
  return firstOf(now.references, ({ id, reference, inactive, touchedAt }) => {
    const isKept = kept.has(reference) || (!isFull && now.parked.includes(reference));
    if (inactive || !gone.has(id) || isKept || Date.parse(touchedAt) >= Date.parse(since)) return undefined;
    return `execution ${execution} ended without a doubt and leaves ${id} active, which is gone`;
  });
}
