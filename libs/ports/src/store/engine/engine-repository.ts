import type {
  Control,
  ControlState,
  EngineOutlook,
  EngineSettingName,
  ExecutionStatus,
} from '@evenkeel/domain';

/** A connection that does not simply run, and why. */
export interface HeldConnection {
  readonly name: string;
  readonly control: ControlState;
  readonly needsAttention: boolean;
  readonly breakerOpen: boolean;
}

/** The whole installation at a glance. */
export interface EngineOverview {
  readonly executions: Readonly<Partial<Record<ExecutionStatus, number>>>;
  /** Of the latest executions that completed; null before the first. */
  readonly averageDurationMs: number | null;
  /** Jobs with an execution that runs, is paused or waits for approval. */
  readonly activeJobs: number;
  readonly queuedExecutions: number;
  /** Requests for runs that are not answered yet. */
  readonly waitingTriggers: number;
  /** Executions that exhausted their retries. */
  readonly deadExecutions: number;
  /** When an execution completed last. */
  readonly lastSyncAt: Date | null;
  readonly stuckMessages: number;
  readonly heldConnections: readonly HeldConnection[];
}

/** A setting of the engine that people set; its name and value may be those of another release. */
export interface SetSetting {
  readonly name: string;
  readonly value: unknown;
  readonly actor: string;
  readonly changedAt: Date;
}

export interface EngineRepository {
  overview(): Promise<EngineOverview>;
  /** What of the engine as a whole, and of its database, may ask for a person. */
  outlook(): Promise<EngineOutlook>;
  /** Whether people hold the whole engine. */
  control(): Promise<Control>;
  saveControl(state: ControlState, actor: string): Promise<void>;
  /** What people set while it runs, by name. */
  settings(): Promise<readonly SetSetting[]>;
  saveSetting(name: EngineSettingName, value: number | string, actor: string): Promise<void>;
  /** From then on the environment says it again. */
  clearSetting(name: EngineSettingName): Promise<void>;
}
