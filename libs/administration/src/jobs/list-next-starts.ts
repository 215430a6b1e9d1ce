import type { AnswerOf, RequestOf } from '@evenkeel/contracts-admin';
import { nextStarts, scheduleNotes, zonedText } from '@evenkeel/domain';
import { Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findJob } from './find-job.js';

export class ListNextStarts {
  constructor(private readonly store: Store) {}

  async list(
    { tenantId }: Caller,
    { job: reference, count }: RequestOf<'listNextRuns'>,
  ): Promise<AnswerOf<'listNextRuns'>> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const { id, definition } = await findJob(tx, reference);
      const { schedule, misfirePolicy } = definition;
      if (schedule === null) return { timeZone: null, notes: [], items: [] };
      const timeZone = schedule.kind === 'cron' ? schedule.timeZone : 'UTC';
      const runs = nextStarts({ schedule, misfirePolicy }, id, { after: await tx.now(), count });
      return {
        timeZone,
        notes: [...scheduleNotes(schedule, id)],
        items: runs.map(({ startsAt, dueAt }) => ({
          startsAt: startsAt.toISOString(),
          dueAt: dueAt.toISOString(),
          localTime: zonedText(startsAt, timeZone),
        })),
      };
    });
  }
}
