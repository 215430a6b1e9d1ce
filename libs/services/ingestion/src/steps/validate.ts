import { schemaViolation } from '@evenkeel/domain';
import type { Timers } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { PreparedGroup, PreparedInput } from '../pages/page-group.js';
import type { TypeCheck } from '@evenkeel/operations';

/** So many are held against their schema before the event loop may go on with something else. */
const RECORDS_BEFORE_YIELD = 100;

/**
 * The same group, with each record that breaks the schema of its type turned into a rejected one. Records are held against it before
 * anything is compared: one that is here unchanged is rejected too once the schema no longer takes it, rather than passed over.
 */
export async function validate(
  group: PreparedGroup,
  { check }: Pick<ApplyContext, 'check'>,
  timers: Timers,
): Promise<PreparedGroup> {
  if (check === undefined) return group;
  const inputs: PreparedInput[] = [];
  for (const input of group.inputs) {
    inputs.push(validated(input, check));
    if (inputs.length % RECORDS_BEFORE_YIELD === 0) await timers.yield();
  }
  return { pages: group.pages, inputs };
}

function validated(input: PreparedInput, { name, revision, check }: TypeCheck): PreparedInput {
  const { prepared } = input;
  if (prepared.kind !== 'ready') return input;
  const { externalId, dataText: mapped } = prepared.write;
  const failures = check(mapped);
  if (failures.length === 0) return input;
  const problem = schemaViolation({ name, revision }, failures);
  return { ...input, prepared: { kind: 'failed', outcome: 'rejected', externalId, problem, mapped } };
}
