/** Who gives callers of the admin API tokens, beside its own keys. */
export abstract class TokenIssuer {
  /**
   * What a token says that its issuer signed, for this installation, and that has not expired. Rejects with `request.unauthenticated`, and with
   * `system.token_issuer` where the keys of the issuer cannot be had. No message shows the token.
   */
  abstract claimsOf(token: string): Promise<Readonly<Record<string, unknown>>>;
}
