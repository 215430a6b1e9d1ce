import type { Invariant } from './invariant.js';
import { firstOf } from './pages.js';

const ACTIVE = ['running', 'paused', 'awaiting_approval'];
const ENDED = ['completed', 'completed_with_errors', 'failed', 'timed_out', 'cancelled'];

/** What holds for triggers, slots and executions. */
export const EXECUTION_INVARIANTS: readonly Invariant[] = [
  {
    says: 'A job has at most one active bulk run, and at most one that waits.',
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
    find: ({ now }) => {
      const trigger = findTwice(now.executions, (execution) => execution.trigger);
      return trigger && `trigger ${trigger} opened two executions`;
    },
  },
  {
    says: 'A trigger that was answered stays answered.',
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
    find: ({ now }) => {
      const scheduled = now.triggers.filter(({ kind }) => kind === 'schedule');
      const twice = findTwice(scheduled, ({ job, actor }) => `${job} ${actor}`);
      return twice && `${twice} fired twice`;
    },
  },
  {
    says: 'An execution ends with a receipt that balances and counts what its chunks count.',
    find: ({ now }) =>
      firstOf(now.executions, ({ id, status, balanced, inputs }) => {
        if (!ENDED.includes(status)) return undefined;
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
    says: 'An execution that has ended begins again only in a new epoch, and a completed one never.',
    find: ({ before, now }) => {
      const were = new Map(before.executions.map((execution) => [execution.id, execution]));
      return firstOf(now.executions, ({ id, status, epoch }) => {
        const was = were.get(id);
        if (was === undefined || was.status === status || !ENDED.includes(was.status)) return undefined;
        const goesOn = was.status !== 'completed' && status === 'running' && epoch > was.epoch;
        return goesOn
          ? undefined
          : `execution ${id} was ${was.status} in epoch ${was.epoch} and is ${status}`;
      });
    },
  },
];

function findTwice<T>(list: readonly T[], keyOf: (item: T) => string): string | undefined {
  const seen = new Set<string>();
  for (const key of list.map(keyOf)) {
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return undefined;
}
