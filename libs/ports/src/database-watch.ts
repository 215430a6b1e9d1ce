import type { DatabaseSigns } from '@evenkeel/domain';

/** What this process has met of its database: known also while the database cannot be asked. */
export abstract class DatabaseWatch {
  /** Never rejects, and asks nothing of the database. */
  abstract signs(): Promise<DatabaseSigns>;
}
