export interface AnswerHead {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The provider's clock, from the `Date` header. */
  readonly providerTime: Date | null;
}
