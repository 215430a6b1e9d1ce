/** Deletes what was kept long enough. With a `limit`: at most so many rows; gives how many. */
export interface PurgeRepository {
  /** Pages and changes of plans that can no longer be carried out; the plans themselves stay. */
  plans(): Promise<void>;
  /** What inventories of executions want that ended more than `days` ago. */
  inventories(days: number): Promise<void>;
  /** Values of messages that were kept more than `hours` ago. */
  spilledPages(hours: number): Promise<void>;
  /** Failures that were resolved more than `days` ago, and those that were discarded in a job that is removed. */
  resolvedFailures(days: number, limit: number): Promise<number>;
  /** Writes to providers that were applied more than `days` ago. */
  appliedIntents(days: number, limit: number): Promise<number>;
  /** What was kept of writes more than a day ago to see whether records go back and forth, and of records that a job does not know any more. */
  flipFlops(hours: number, limit: number): Promise<number>;
  /** Calls of models that are older than so many days. */
  modelCalls(days: number, limit: number): Promise<number>;
  /** Conflicts that are over since more than `days` ago. */
  endedConflicts(days: number, limit: number): Promise<number>;
  /** Trigger messages that came more than `days` ago, and topics that are listened to no more since then. */
  triggerMessages(days: number, limit: number): Promise<number>;
  /** Deliveries to webhooks that came more than `days` ago and do not wait. */
  deliveries(days: number, limit: number): Promise<number>;
  /** Notifications that were sent or given up, of more than `days` ago. */
  notifications(days: number, limit: number): Promise<number>;
  /** Requests in the audit log of more than `days` ago; none that is younger than 30 days, whatever the clock of the engine says. */
  auditEvents(days: number, limit: number): Promise<number>;
  /** The same of what they changed. */
  auditChanges(days: number, limit: number): Promise<number>;
  /** Entries of error logs that are older than so many days. */
  errors(days: number, limit: number): Promise<number>;
}
