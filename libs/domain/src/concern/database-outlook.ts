/** A transaction that another program has begun and not ended. */
export interface OpenTransaction {
  readonly pid: number;
  /** What the program calls itself; empty: nothing. */
  readonly program: string;
  /** Whether it does nothing meanwhile. */
  readonly isIdle: boolean;
  /** Whether it has written or locked records: runs wait 2 s for those, and leave them for later. */
  readonly holdsRecords: boolean;
  readonly since: Date;
}

/** Why changes of records may reach no job that writes them: `trigger`: it is off or missing; `subscription`: it writes rows, and triggers of statements see none of that. */
export interface CaptureGap {
  readonly kind: 'trigger' | 'subscription';
  readonly name: string;
}

/** How the database fares, as far as it says so itself. */
export interface DatabaseOutlook {
  /** Why it takes no writes; null: it does. */
  readonly readOnlyBecause: 'recovery' | 'setting' | null;
  /** Of the limit that is nearest, of the server or of this database. */
  readonly connections: { readonly used: number; readonly most: number };
  readonly captureGaps: readonly CaptureGap[];
  /** The oldest of them. */
  readonly openTransactions: readonly OpenTransaction[];
  /** How many transactions ago its oldest row was frozen: at 2,147 million it stops. */
  readonly unfrozenTransactions: number;
  /** When the oldest message was committed that is not published yet; null: none waits. */
  readonly outboxSince: Date | null;
}

/** Writes that the database did not take from this process. */
export interface DatabaseRefusal {
  /** What it said last, and when it first said so since it last took everything for a while. */
  readonly message: string;
  readonly since: Date;
  readonly count: number;
  /** Its SQLSTATE. */
  readonly code: string;
}

export interface DiskRoom {
  readonly folder: string;
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** What the process knows of the database without asking it. */
export interface DatabaseSigns {
  /** Null: it answers. */
  readonly awaySince: Date | null;
  /** When it answered last; null: not yet. */
  readonly answeredAt: Date | null;
  /** Null: none of late. */
  readonly refusal: DatabaseRefusal | null;
  /** Null: its files are not on this machine, as far as is known. */
  readonly disk: DiskRoom | null;
}
