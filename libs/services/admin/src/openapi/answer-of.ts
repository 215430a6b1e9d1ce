import type { DescribedAnswer, ApiDocument, DescribedOperation } from './document-shapes.js';

/** What an operation is declared to answer with a status; undefined: nothing. */
export function answerOf(
  { components }: Pick<ApiDocument, 'components'>,
  { responses }: Pick<DescribedOperation, 'responses'>,
  status: number | string,
): DescribedAnswer | undefined {
  const declared = responses[status];
  if (declared === undefined || !('$ref' in declared)) return declared;
  return components.responses[declared.$ref.split('/').at(-1) ?? ''];
}
