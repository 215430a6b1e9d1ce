/** What reading a chunk waits for. The first of these that any chunk waits for is what its execution waits for. */
export const WAITINGS = ['breaker', 'quota', 'retry', 'ingestion', 'none'] as const;
export type Waiting = (typeof WAITINGS)[number];

/** The same of an execution, which may also wait for an executor to take what is handed out of it. */
export const EXECUTION_WAITINGS = ['breaker', 'quota', 'retry', 'ingestion', 'worker', 'none'] as const;
export type ExecutionWaiting = (typeof EXECUTION_WAITINGS)[number];
