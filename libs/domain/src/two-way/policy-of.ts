import { compileConflictPolicy, type CompiledConflictPolicy } from '../conflict/compile-conflict-policy.js';
import { MANUAL_POLICY, type ConflictPolicy } from '../conflict/conflict-policy.js';
import type { JobDefinition } from '../job/job.js';

/** How a job that goes both ways decides conflicts; without a policy a person does. Throws `config.invalid_conflict_policy`. */
export function policyOf({ conflictPolicy }: Pick<JobDefinition, 'conflictPolicy'>): CompiledConflictPolicy {
  // It comes from a person: compiling it checks it.
  const given = (conflictPolicy ?? MANUAL_POLICY) as ConflictPolicy;
  return compileConflictPolicy(given, { hasTimes: true });
}
