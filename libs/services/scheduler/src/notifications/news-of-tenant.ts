import type { LifecycleEvent } from '@evenkeel/contracts-messages';
import {
  newsOfEvent,
  newsOfWatch,
  newsOfWebhook,
  TOLD_EVENTS,
  type Conditions,
  type ExecutionId,
  type JobId,
  type News,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** News of events, and how far these were looked at. */
export interface SeenNews {
  readonly news: readonly News[];
  readonly position: number;
  readonly comesMore: boolean;
}

/** What people may want to be told of one tenant; it keeps what is the case with its jobs. */
export class NewsOfTenant {
  constructor(private readonly tx: Transaction) {}

  /** Of at most so many events behind a position. */
  async behind(position: number, limit: number): Promise<SeenNews> {
    const { notifications, events } = this.tx;
    // Before the events: a position is seen only after all smaller ones.
    const last = await notifications.lastPosition();
    const found = await events.after(position, { types: TOLD_EVENTS }, limit);
    const news = await this.ofEvents(found);
    const comesMore = found.length === limit;
    const seen = found.at(-1)?.position ?? position;
    return { news, comesMore, position: comesMore ? seen : Math.max(seen, last) };
  }

  async ofWatch(now: Date): Promise<readonly News[]> {
    const news: News[] = [];
    for (const job of await this.tx.notifications.watchedJobs()) {
      const found = newsOfWatch(job, now);
      news.push(...found.news);
      if (found.conditions !== job.conditions && job.about.jobId !== null)
        await this.tx.notifications.saveConditions(job.about.jobId, found.conditions);
    }
    return [...news, ...(await this.ofWebhooks(now))];
  }

  private async ofWebhooks(now: Date): Promise<readonly News[]> {
    const news: News[] = [];
    for (const webhook of await this.tx.notifications.watchedWebhooks()) {
      const found = newsOfWebhook(webhook, now);
      news.push(...found.news);
      if (found.conditions !== webhook.conditions)
        await this.tx.notifications.saveWebhookConditions(webhook.endpointId, found.conditions);
    }
    return news;
  }

  private async ofEvents(events: readonly LifecycleEvent[]): Promise<readonly News[]> {
    if (events.length === 0) return [];
    const { notifications } = this.tx;
    const ids = [...new Set(events.flatMap(({ jobId }) => (jobId === null ? [] : [jobId])))];
    const jobs = await notifications.aboutJobs(ids);
    const before = await notifications.conditionsOf(ids);
    const conditions = new Map<JobId, Conditions>();
    const news: News[] = [];
    for (const event of events) {
      const jobId = event.jobId;
      const about = jobId === null ? await this.aboutConnectionOf(event) : jobs.get(jobId);
      // What is not there any more is told of no more.
      if (about === undefined) continue;
      const known = jobId === null ? {} : (conditions.get(jobId) ?? before.get(jobId) ?? {});
      const found = newsOfEvent({ event, about, conditions: known, ...(await this.detailsOf(event)) });
      news.push(...found.news);
      if (jobId !== null && found.conditions !== known) conditions.set(jobId, found.conditions);
    }
    for (const [jobId, after] of conditions) await notifications.saveConditions(jobId, after);
    return news;
  }

  private async aboutConnectionOf({ subject }: LifecycleEvent): Promise<News['about'] | undefined> {
    const [kind, id] = subject.split('/');
    return kind === 'connections' && id !== undefined ? this.tx.notifications.aboutConnection(id) : undefined;
  }

  /** Looked up only where they can matter. */
  private async detailsOf({ type, data }: LifecycleEvent) {
    const { executionId, lane, failed } = data;
    const id = executionId as ExecutionId;
    const left = typeof failed === 'number' && failed > 0;
    const isPaced = type === 'sync.completed' && lane === 'bulk';
    return {
      errors: left ? await this.tx.notifications.errorsOf(id) : null,
      paces: isPaced ? await this.tx.notifications.pacesBefore(id) : [],
    };
  }
}
