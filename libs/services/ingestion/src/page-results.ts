import type { PageFetched } from '@evenkeel/contracts-messages';
import { countInputs, meaningOf, type PagePlan, type ReferenceTarget } from '@evenkeel/domain';
import type { OutcomeRow, PageResult } from '@evenkeel/ports';

/** One page result a page: `created` are the new reference ids in the order of the plan's creates. */
export function toPageResults(
  pages: readonly PageFetched[],
  plan: PagePlan,
  created: readonly string[],
): readonly PageResult[] {
  const referenceId = (target: ReferenceTarget): string | null => {
    if (target.kind === 'none') return null;
    return target.kind === 'existing' ? target.referenceId : (created[target.index] ?? null);
  };
  return pages.map((page, index) => {
    const inputs = plan.inputs[index] ?? [];
    return {
      pageNo: page.pageNo,
      attempt: page.attempt,
      cursorIn: page.cursorIn,
      cursorOut: page.cursorOut,
      observedAt: page.observedAt,
      outcomes: countInputs(inputs).outcomes,
      seen: inputs.map(({ outcome, target }) => ({ referenceId: referenceId(target), outcome })),
    };
  });
}

/** A row for each record to which more happened; what could not be applied is kept as it came. */
export function toOutcomeRows(pages: readonly PageFetched[], plan: PagePlan): readonly OutcomeRow[] {
  return pages.flatMap((page, index) =>
    (plan.inputs[index] ?? []).flatMap(({ outcome, externalId, problem }, position): OutcomeRow[] => {
      if (!meaningOf(outcome).keepsRow) return [];
      const raw = problem === null ? null : JSON.stringify(page.records[position]?.data ?? null);
      return [{ pageNo: page.pageNo, position, externalId, outcome, problem, raw }];
    }),
  );
}
