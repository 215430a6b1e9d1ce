import type { ExecutionPath, PathChoice } from './pace.js';

/** A run is paced against a provider that answered so large a share of the calls of an hour with 429 or 5xx. */
const MOST_TROUBLE = 0.05;
/** Of fewer calls than this a share says nothing. */
const FEWEST_CALLS = 20;

/** Calls of a connection within the last hour, and how many of them were answered with 429 or 5xx. */
export interface CallsOfHour {
  readonly calls: number;
  readonly troubled: number;
}

export const NO_CALLS: CallsOfHour = { calls: 0, troubled: 0 };

/** Who may say which path a run takes: its job goes before the connection. */
export interface PathChoices {
  readonly job: PathChoice;
  readonly connection: PathChoice;
}

/** The path of a run, with its reason. Its size alone never slows a run. */
export function decidePath(
  { job, connection }: PathChoices,
  { calls, troubled }: CallsOfHour,
): ExecutionPath {
  if (job !== 'auto') return { kind: job, why: 'as the job says' };
  if (connection !== 'auto') return { kind: connection, why: 'as the connection says' };
  const share = calls < FEWEST_CALLS ? 0 : troubled / calls;
  if (share < MOST_TROUBLE) return { kind: 'primary', why: 'no trouble with the provider' };
  const percent = Math.round(share * 1000) / 10;
  return {
    kind: 'enterprise',
    why: `${percent} % of the calls within an hour were answered with 429 or 5xx`,
  };
}
