import { NO_OUTCOMES, type Outcome } from '../receipt/outcome.js';
import type { InputCounts } from '../receipt/receipt.js';
import { decideChange } from './decide-change.js';
import type { DecidedInput, Decision, IdentifiedInput, KnownContent, WriteRules } from './decision.js';

/**
 * Decides the inputs of a group in the order the provider gave them: a record that comes twice is decided twice, the
 * second time against what the first left.
 */
export function decideChanges<Input extends IdentifiedInput>(
  inputs: readonly Input[],
  rules: WriteRules = {},
): readonly (Input & DecidedInput)[] {
  const left = new Map<string | null, KnownContent>();
  return inputs.map((input) => {
    const { key } = input.known;
    const content = key === null ? undefined : left.get(key);
    const known = content === undefined ? input.known : { ...input.known, content };
    const decision = decideChange(input.prepared, known, rules);
    if ('write' in decision) left.set(key, decision.write);
    else if (decision.kind === 'inactivate' && known.content !== undefined)
      left.set(key, { ...known.content, inactive: true, observedAt: decision.gone.observedAt });
    return { ...input, known, decision };
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
