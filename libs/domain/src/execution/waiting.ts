/** What reading a chunk waits for. The first of these that any chunk waits for is what its execution waits for. */
export const WAITINGS = ['breaker', 'quota', 'retry', 'ingestion', 'none'] as const;
export type Waiting = (typeof WAITINGS)[number];
