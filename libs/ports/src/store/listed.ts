/** A slice of a list in keyset order. */
export interface ListRequest {
  /** The last key of the slice before; null for the first. */
  readonly after: string | null;
  readonly limit: number;
}

export interface Listed<T> {
  readonly items: readonly T[];
  /** The key to go on from; null at the end. */
  readonly next: string | null;
}
