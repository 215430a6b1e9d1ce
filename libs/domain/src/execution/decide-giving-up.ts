import type { Postponement } from '../chunk/postponement.js';
import { errorCatalog, type ErrorCode } from '../errors/error-catalog.js';
import type { ErrorClass } from '../errors/error-class.js';
import type { Problem } from '../errors/sync-error.js';
import type { ExecutionReason, ReasonKind } from './reason.js';

/** A class that stops a chunk stops its execution for the same reason. */
const REASON_OF_CLASS: Readonly<Record<ErrorClass, ReasonKind>> = {
  transient: 'transient',
  rate_limit: 'transient',
  auth: 'auth',
  config: 'config',
  data: 'config',
  business: 'config',
  conflict: 'system',
  system: 'system',
};

/** What has a reason of its own whatever its class. */
const REASON_OF_CODE: ReadonlyMap<string, ReasonKind> = new Map<ErrorCode, ReasonKind>([
  ['run.circuit_breaker', 'circuit_breaker'],
  ['run.contract_broken', 'contract'],
  ['run.schema_changed', 'schema_changed'],
]);

export function reasonOf(problem: Problem): ExecutionReason {
  const { code, message, remedy } = problem;
  return { kind: REASON_OF_CODE.get(code) ?? REASON_OF_CLASS[problem.errorClass], code, message, remedy };
}

/** The run has no time left to wait for its provider: it ends at once, and says until when nothing comes of it. */
export function outOfTime({ problem }: Pick<Postponement, 'problem'>, until: Date): ExecutionReason {
  const { code, errorClass, message, remedy } = problem;
  return {
    kind: errorClass === 'rate_limit' ? 'rate_limited' : 'provider_unavailable',
    code,
    message: `The run has no time left to wait: ${message}`,
    remedy,
    until: until.toISOString(),
  };
}

/** The time of the run was over, and nothing else would have ended its listing. */
export function listingUnended(minutes: number, created: number): ExecutionReason {
  const code = 'run.listing_unended';
  const records = `${created.toLocaleString('en-US')} ${created === 1 ? 'record was' : 'records were'} created`;
  return {
    kind: 'timeout',
    code,
    message: `The listing did not end within the ${minutes} min of the run, and nothing says how many records there are: ${records}`,
    remedy: errorCatalog[code].remedy,
  };
}

export function timedOut(minutes: number): ExecutionReason {
  return {
    kind: 'timeout',
    code: null,
    message: `The execution did not end within its ${minutes} min`,
    remedy:
      'Resume it: it goes on from its last committed page. Raise the timeout of the job if it needs longer.',
  };
}
