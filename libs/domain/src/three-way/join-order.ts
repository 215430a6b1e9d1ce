/** The order of a list on each side, as names, and that of its base. */
export interface ListOrders {
  readonly local: readonly string[];
  readonly remote: readonly string[];
  readonly base: { readonly local: readonly string[]; readonly remote: readonly string[] };
}

/**
 * The names of both sides in the order of the side that changed it, where both or neither did in that of the provider. What that
 * side does not have comes behind.
 */
export function joinOrder({ local, remote, base }: ListOrders): string[] {
  const isLedByLocal = !isUnmoved(base.local, local) && isUnmoved(base.remote, remote);
  return isLedByLocal ? [...local, ...remote] : [...remote, ...local];
}

function isUnmoved(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && before.every((name, at) => name === after[at]);
}
