import { errorCatalog, type ErrorCode } from '../errors/error-catalog.js';
import type { News, NewsFacts } from './news.js';
import type { ToldKind } from './notification-kind.js';

/** What is told: news, how often they came, and the latest of them. */
export interface NotificationContent {
  readonly kind: ToldKind;
  readonly about: News['about'];
  /** How many news it stands for. */
  readonly count: number;
  /** ISO 8601: of the first and of the latest of them. */
  readonly since: string;
  readonly at: string;
  /** Of the latest. */
  readonly facts: NewsFacts;
  /** Where more is shown of it; left out or null: that is not known. */
  readonly link?: string | null;
}

/** For a person: plain text, without a full stop at the end of the title. */
export interface NotificationText {
  readonly title: string;
  readonly lines: readonly string[];
  /** What to do next, as a command; null: nothing. */
  readonly next: string | null;
}

interface Wording {
  readonly one: (content: NotificationContent) => string;
  readonly many: (content: NotificationContent) => string;
  readonly next: (content: NotificationContent) => string | null;
}

const jobOf = ({ about }: NotificationContent): string => `Job ${about.job ?? about.jobId ?? ''}`;
const showRun = ({ facts }: NotificationContent): string | null =>
  facts.executionId === undefined ? null : `evenkeel executions show ${facts.executionId}`;
const showWebhooks = ({ about }: NotificationContent): string =>
  `evenkeel webhooks list ${quoted(about.connection)}`;
const showJob = ({ about }: NotificationContent): string => `evenkeel jobs show ${quoted(about.job)}`;

/** What each kind is told as. */
const WORDINGS: Readonly<Record<ToldKind, Wording>> = {
  connection_needs_attention: {
    one: ({ about }) =>
      `Connection ${about.connection} needs attention: its credentials are refused or bound elsewhere`,
    many: ({ about, count }) => `Connection ${about.connection} needed attention ${count} times`,
    next: ({ about }) => `evenkeel connections show ${quoted(about.connection)}`,
  },
  deliveries_refused: {
    one: ({ about, facts }) =>
      `Deliveries to the webhook of ${facts.stream ?? ''} are refused (${about.connection})`,
    many: ({ about, count }) =>
      `Deliveries to webhooks of ${about.connection} began ${count} times to be refused`,
    next: showWebhooks,
  },
  deliveries_silent: {
    one: ({ about, facts }) =>
      `The webhook of ${facts.stream ?? ''} receives nothing any more (${about.connection})`,
    many: ({ about, count }) => `Webhooks of ${about.connection} fell silent ${count} times`,
    next: showWebhooks,
  },
  failed: {
    one: (content) => `${jobOf(content)} failed`,
    many: (content) => `${jobOf(content)} failed ${content.count} times`,
    next: showRun,
  },
  freshness_missed: {
    one: (content) => `${jobOf(content)} has not succeeded within its freshness target`,
    many: (content) => `${jobOf(content)} missed its freshness target ${content.count} times`,
    next: showJob,
  },
  approval_needed: {
    one: (content) => `${jobOf(content)} waits for an approval`,
    many: (content) => `${jobOf(content)} asked for ${content.count} approvals`,
    next: (content) =>
      content.facts.approval?.what === 'plan' ? showRun(content) : 'evenkeel approvals list',
  },
  conflict_waiting: {
    one: (content) => `${jobOf(content)} has a conflict that waits for a decision`,
    many: (content) => `${jobOf(content)} has ${content.count} more conflicts that wait for a decision`,
    next: ({ about, count, facts }) =>
      count === 1 && facts.conflictId !== undefined
        ? `evenkeel conflicts show ${facts.conflictId}`
        : `evenkeel conflicts list --job ${quoted(about.job)}`,
  },
  high_error_rate: {
    one: (content) => `${jobOf(content)} could not apply many of its records`,
    many: (content) => `${jobOf(content)} began ${content.count} times to fail for many of its records`,
    next: ({ about }) => `evenkeel dlq list --job ${quoted(about.job)}`,
  },
  backlog: {
    one: (content) => `Runs of ${jobOf(content).replace('Job', 'job')} wait too long for their turn`,
    many: (content) => `${jobOf(content)} fell behind ${content.count} times`,
    next: () => 'evenkeel status',
  },
  degradation: {
    one: (content) => `${jobOf(content)} has become slower`,
    many: (content) => `${jobOf(content)} became slower ${content.count} times`,
    next: showRun,
  },
  completed_with_errors: {
    one: (content) => `${jobOf(content)} completed, but not all records could be applied`,
    many: (content) => `${jobOf(content)} completed ${content.count} times with errors`,
    next: showRun,
  },
  recovered: {
    one: (content) => `${jobOf(content)} succeeds again`,
    many: (content) => `${jobOf(content)} recovered ${content.count} times`,
    next: () => null,
  },
  completed: {
    one: (content) => `${jobOf(content)} completed`,
    many: (content) => `${jobOf(content)} completed ${content.count} times`,
    next: () => null,
  },
  test: {
    one: () => 'A test: this channel works',
    many: () => 'A test: this channel works',
    next: () => null,
  },
};

/** What a person reads. Nothing in it comes from a record, a provider or a secret: names, counts, codes and remedies. */
export function notificationText(content: NotificationContent): NotificationText {
  const { one, many, next } = WORDINGS[content.kind];
  return {
    title: content.count === 1 ? one(content) : many(content),
    lines: [...linesOfDigest(content), ...linesOf(content)],
    next: next(content),
  };
}

function linesOfDigest({ count, since, at }: NotificationContent): readonly string[] {
  return count === 1 ? [] : [`From ${since} to ${at}; the latest:`];
}

function linesOf(content: NotificationContent): readonly string[] {
  const { facts, about, kind } = content;
  const { executionId, mode, durationMs, counts, code, errors, approval } = facts;
  const lines: string[] = [];
  if (about.job !== null && about.connection !== null) lines.push(`Connection: ${about.connection}`);
  if (executionId !== undefined)
    lines.push(`Run: ${executionId}${mode === undefined ? '' : ` (${mode})`}${tookOf(durationMs)}`);
  if (counts !== undefined && kind !== 'approval_needed')
    lines.push(
      `Records: ${counts.fetched} read, ${counts.created} created, ${counts.updated} updated, ${counts.failed} failed`,
    );
  if (code !== undefined) lines.push(`Reason: ${code}`, ...remedyOf(code));
  if (errors !== undefined && errors.code !== code)
    lines.push(`Most frequent error: ${errors.code}, ${errors.count} times`, ...remedyOf(errors.code));
  if (approval?.candidates !== undefined) lines.push(`Records that would be gone: ${approval.candidates}`);
  return [...lines, ...linesOfTime(content)];
}

function linesOfTime({ kind, facts }: NotificationContent): readonly string[] {
  const { since, targetMinutes, waiting, timesSlower } = facts;
  const lines: string[] = [];
  if (kind === 'freshness_missed' && since !== undefined)
    lines.push(`Fresh last: ${since}`, `Target: a success every ${targetMinutes} minutes`);
  if (kind === 'deliveries_refused' && since !== undefined) lines.push(`Refused since: ${since}`);
  if (kind === 'deliveries_silent' && since !== undefined) lines.push(`Received last: ${since}`);
  if (kind === 'recovered' && since !== undefined) lines.push(`Failed since: ${since}`);
  if (waiting !== undefined) lines.push(`Waiting runs: ${waiting}, the first since ${since}`);
  if (timesSlower !== undefined)
    lines.push(`It took ${timesSlower} times as long for a record as runs of the last 7 days usually do`);
  return lines;
}

function remedyOf(code: string): readonly string[] {
  return Object.hasOwn(errorCatalog, code) ? [`Remedy: ${errorCatalog[code as ErrorCode].remedy}`] : [];
}

function tookOf(durationMs: number | undefined): string {
  return durationMs === undefined ? '' : `, ${Math.round(durationMs / 100) / 10} s`;
}

/** A name as a shell takes it. */
function quoted(name: string | null): string {
  if (name === null) return '';
  return /^[\w.@:/-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}
