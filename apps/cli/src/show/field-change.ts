/** What became of one field, as texts of JSON; null: it was not there, or is not any more. */
interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

export function fieldLine({ field, before, after }: FieldChange): string {
  return before === null ? `  + ${field}: ${after}` : `  ${field}: ${before} -> ${after ?? '(none)'}`;
}
