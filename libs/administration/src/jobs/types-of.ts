/** The record types of which a job makes records, in an order in which they may be locked. */
export function typesOf({
  recordType,
  derive,
}: {
  readonly recordType: string;
  readonly derive: readonly { readonly recordType: string }[];
}): readonly string[] {
  return [...new Set([recordType, ...derive.map((rule) => rule.recordType)])].sort();
}
