/** How long what is over is kept. */
export abstract class Retention {
  /** Of runs, from their end, with all they have left but the journal of records. */
  abstract readonly runDays: number;
  /** Of the journal of records: what they were before each change. */
  abstract readonly changeDays: number;
  /** Of failures, from when they were resolved. */
  abstract readonly resolvedFailureDays: number;
  /** Of the entries of error logs. */
  abstract readonly errorLogDays: number;
  /** Of events: so long may who reads them be away. */
  abstract readonly eventDays: number;
  /** Of messages that asked for runs: while they are known, one that comes again starts nothing. */
  abstract readonly triggerMessageDays: number;
  /** Of what was delivered to webhooks: one that comes again in that time is known. */
  abstract readonly deliveryDays: number;
  /** Of the audit log; the database lets none go that is younger than 30 days. */
  abstract readonly auditDays: number;
}
