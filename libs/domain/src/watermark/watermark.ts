/**
 * How far a job has read its stream, in the provider's own terms: a time of the provider's clock (ISO 8601, UTC), or a
 * position in its change feed, which only the provider can order.
 */
export type Watermark =
  | { readonly kind: 'time'; readonly value: string }
  | { readonly kind: 'position'; readonly value: string };
