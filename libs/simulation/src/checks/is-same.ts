/** Whether two values are one as JSON. */
export function isSame(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other);
}

/** Entries of objects come back from the store in another order. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
