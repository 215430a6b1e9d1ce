import {
  countInputs,
  meaningOf,
  problemOf,
  externalIdOf,
  referenceIdOf,
  sliceMeaning,
} from '@evenkeel/domain';
import type { OutcomeRow, PageResult } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import { inputsByPage, type WrittenGroup } from '../pages/page-group.js';

/** One page result a page. */
export function toPageResults(group: WrittenGroup): readonly PageResult[] {
  return Array.from(inputsByPage(group), ([page, inputs]) => ({
    pageNo: page.pageNo,
    attempt: page.attempt,
    cursorIn: page.cursorIn,
    cursorOut: page.cursorOut,
    observedAt: page.observedAt,
    outcomes: countInputs(inputs).outcomes,
    seen: inputs.map((input) => ({
      // The page before has seen it.
      referenceId: input.source.overlap === true ? null : referenceIdOf(input, group.created),
      outcome: input.decision.outcome,
    })),
  }));
}

/** A row for each record to which more happened; what could not be applied is kept as it came. */
export function toOutcomeRows(
  { inputs }: Pick<WrittenGroup, 'inputs'>,
  { sensitive }: Pick<ApplyContext, 'sensitive'>,
): readonly OutcomeRow[] {
  return inputs.flatMap(({ page, position, source, prepared, decision }): readonly OutcomeRow[] => {
    const { outcome } = decision;
    if (!meaningOf(outcome).keepsRow) return [];
    const problem = problemOf(decision);
    const raw = problem === null ? null : sensitive.sealRaw(JSON.stringify(source.data ?? null));
    return [{ pageNo: page.pageNo, position, externalId: externalIdOf(prepared), outcome, problem, raw }];
  });
}

/** What is tried again was fetched before, and so was what a page begins with again. */
export function countReplays({ chunk, inputs }: Pick<WrittenGroup, 'chunk' | 'inputs'>): number {
  return sliceMeaning(chunk.slice).isReplayed
    ? inputs.length
    : inputs.filter(({ source }) => source.replay !== undefined || source.overlap === true).length;
}
