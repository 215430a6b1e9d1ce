import { hasEnded, mayMove } from '@evenkeel/domain';
import type { Invariant, TwoMoments } from './invariant.js';
import { firstOf } from './pages.js';
import type { Snapshot } from './snapshot.js';

const ACTIVE = ['running', 'paused', 'awaiting_approval'];

/** What holds for triggers, slots and executions. */
export const EXECUTION_INVARIANTS: readonly Invariant<TwoMoments>[] = [
  {
    says: 'A job has at most one active bulk run, and at most one that waits.',
    isTested: ({ before, now }) => now.executions.length > before.executions.length,
    find: ({ now }) => {
      const bulk = now.executions.filter(({ lane }) => lane === 'bulk');
      const active = findTwice(
        bulk.filter(({ status }) => ACTIVE.includes(status)),
        ({ job }) => job,
      );
      const queued = findTwice(
        bulk.filter(({ status }) => status === 'queued'),
        ({ job }) => job,
      );
      if (active !== undefined) return `job ${active} has two bulk runs at once`;
      return queued && `two bulk runs of job ${queued} wait`;
    },
  },
  {
    says: 'A trigger opens one execution.',
    isTested: ({ before, now }) => now.executions.length > before.executions.length,
    find: ({ now }) => {
      const trigger = findTwice(now.executions, (execution) => execution.trigger);
      return trigger && `trigger ${trigger} opened two executions`;
    },
  },
  {
    says: 'A trigger that was answered stays answered.',
    isTested: ({ before, now }) => answered(now) > answered(before),
    find: ({ before, now }) => {
      const answers = new Map(before.triggers.map(({ id, state }) => [id, state]));
      return firstOf(now.triggers, ({ id, state }) => {
        const was = answers.get(id) ?? 'accepted';
        return was === 'accepted' || was === state ? undefined : `trigger ${id} was ${was} and is ${state}`;
      });
    },
  },
  {
    says: 'A due slot is decided once.',
    isTested: ({ before, now }) => now.slots.length > before.slots.length,
    find: ({ now }) => {
      const scheduled = now.triggers.filter(({ kind }) => kind === 'schedule');
      const twice = findTwice(scheduled, ({ job, actor }) => `${job} ${actor}`);
      return twice && `${twice} fired twice`;
    },
  },
  {
    says: 'An execution ends with a receipt that balances and counts what its chunks count.',
    isTested: ({ before, now }) => ended(now) > ended(before),
    find: ({ now }) =>
      firstOf(now.executions, ({ id, status, balanced, inputs }) => {
        if (!hasEnded(status)) return undefined;
        const chunks = now.chunks.filter(({ execution }) => execution === id);
        const counted = chunks.reduce((sum, chunk) => sum + chunk.inputs, 0);
        // One that never began has no receipt.
        if (chunks.length === 0) return undefined;
        if (balanced !== true) return `execution ${id} ended ${status} with a receipt that does not balance`;
        return counted === inputs
          ? undefined
          : `execution ${id} ended ${status} with ${inputs} records, now there are ${counted}`;
      }),
  },
  {
    says: 'An execution moves only as the table of statuses says, and one that has ended only into a new epoch.',
    isTested: ({ before, now }) => ended(now) !== ended(before),
    find: ({ before, now }) => {
      const were = new Map(before.executions.map((execution) => [execution.id, execution]));
      return firstOf(now.executions, ({ id, status, epoch }) => {
        const was = were.get(id);
        if (was === undefined || was.status === status) return undefined;
        const isNew = !hasEnded(was.status) || epoch > was.epoch;
        // What goes on after a pause may end in the same transaction.
        const goesOn = was.status === 'paused' && mayMove('running', status);
        return (mayMove(was.status, status) || goesOn) && isNew
          ? undefined
          : `execution ${id} was ${was.status} in epoch ${was.epoch} and is ${status}`;
      });
    },
  },
  {
    says: 'An execution is tried again by itself once for each time that it failed.',
    isTested: ({ before, now }) => retries(now) > retries(before),
    find: ({ before, now }) => {
      if (now.triggers.length === before.triggers.length) return undefined;
      const due = new Map(before.executions.map(({ id, isDue }) => [id, isDue]));
      const known = new Set(before.triggers.map(({ id }) => id));
      return firstOf(now.triggers, ({ id, actor, retryOf }) =>
        retryOf === null || known.has(id) || !actor.startsWith('retry ') || due.get(retryOf)
          ? undefined
          : `execution ${retryOf} is tried again although nothing was due`,
      );
    },
  },
];

const answered = ({ triggers }: Snapshot) => triggers.filter(({ state }) => state !== 'accepted').length;
const ended = ({ executions }: Snapshot) => executions.filter(({ status }) => hasEnded(status)).length;
const retries = ({ triggers }: Snapshot) => triggers.filter(({ retryOf }) => retryOf !== null).length;

function findTwice<T>(list: readonly T[], keyOf: (item: T) => string): string | undefined {
  const seen = new Set<string>();
  for (const key of list.map(keyOf)) {
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return undefined;
}
