import { NO_OUTCOMES, type Outcome } from '../receipt/outcome.js';
import type { InputCounts } from '../receipt/receipt.js';
import { decideChange } from './decide-change.js';
import { setAside, watchEntries } from './watch-entries.js';
import {
  LEFT,
  type DecidedInput,
  type Decision,
  type IdentifiedInput,
  type KnownContent,
  type WriteRules,
} from './decision.js';

/**
 * Decides the inputs of a group in the order the provider gave them: a record that comes twice is decided twice, the
 * second time against what the first left. In a listing a second entry that says something else is set aside.
 */
export function decideChanges<Input extends IdentifiedInput>(
  inputs: readonly Input[],
  rules: WriteRules = {},
): readonly (Input & DecidedInput)[] {
  const left = new Map<string | null, KnownContent>();
  const isTwin = rules.wasListed && watchEntries(rules.wasListed, rules.saidOtherwise);
  return inputs.map((input) => {
    // It was decided with the page before, and is read again for its place only.
    if (input.source?.overlap === true) return { ...input, decision: LEFT.unchanged };
    const { key } = input.known;
    const prepared = isTwin?.(input) === true ? setAside(input.prepared) : input.prepared;
    const content = key === null ? undefined : (left.get(key) ?? rules.leftBefore?.(input));
    const known = content === undefined ? input.known : { ...input.known, content };
    const decision = decideChange(prepared, known, rules);
    if ('write' in decision) left.set(key, decision.write);
    else if (decision.kind === 'inactivate')
      left.set(key, { ...known.content!, inactive: true, observedAt: decision.gone.observedAt });
    return { ...input, prepared, known, decision };
  });
}

/** The counts of these inputs. */
export function countInputs(
  inputs: readonly { readonly decision: Pick<Decision, 'outcome'> }[],
): Pick<InputCounts, 'fetched' | 'outcomes'> {
  const outcomes: Record<Outcome, number> = { ...NO_OUTCOMES };
  for (const { decision } of inputs) outcomes[decision.outcome] += 1;
  return { fetched: inputs.length, outcomes };
}
