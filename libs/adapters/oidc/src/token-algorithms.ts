/** Those by which a token is signed with a key that only its issuer has: `none` proves nothing, and of HMAC the one that checks could sign, too. */
export const TOKEN_ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const;
