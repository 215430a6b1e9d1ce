import type { RetryPolicy } from '../retry/retry-policy.js';
import { DEFAULT_RETRY_POLICY } from '../retry/retry-policy.js';

/** `primary`: as quick as the quota allows. `enterprise`: paced, for fragile APIs. The data is the same. */
export const PATHS = ['primary', 'enterprise'] as const;
export type Path = (typeof PATHS)[number];
export const PATH_CHOICES = ['auto', ...PATHS] as const;
export type PathChoice = (typeof PATH_CHOICES)[number];

/** How hard a run presses. Paths are presets of it; nothing else about a run depends on its path. */
export interface Pace {
  /** Chunks that may be under way at once, unless an installation says otherwise. */
  readonly window: number;
  /** The wait after a page before the next one of its chunk is asked for; none after the last. */
  readonly delayBetweenBatchesMs: number;
  /** Whether that is the longest wait only, and each is as long as the quota and the failures of late need. */
  readonly isSpaced: boolean;
  /** No page is asked for with more records, whatever the stream or the job says. Null: no such limit. */
  readonly mostPerPage: number | null;
  /** Where the connection does not say. */
  readonly retry: RetryPolicy;
}

export const PACES: Readonly<Record<Path, Pace>> = {
  primary: {
    window: 32,
    delayBetweenBatchesMs: 0,
    isSpaced: false,
    mostPerPage: null,
    retry: DEFAULT_RETRY_POLICY,
  },
  enterprise: {
    window: 4,
    delayBetweenBatchesMs: 500,
    isSpaced: true,
    mostPerPage: 500,
    retry: { ...DEFAULT_RETRY_POLICY, maxAttempts: 6, initialMs: 2_000, capMs: 60_000 },
  },
};

/** The path of an execution, and why it is that. */
export interface ExecutionPath {
  readonly kind: Path;
  /** For people. */
  readonly why: string;
}

/** The pace of a run of a job on its path. */
export function paceOf(
  { kind }: Pick<ExecutionPath, 'kind'>,
  { delayBetweenBatchesMs }: { readonly delayBetweenBatchesMs: number | null },
): Pace {
  const pace = PACES[kind];
  return delayBetweenBatchesMs === null ? pace : { ...pace, delayBetweenBatchesMs };
}
