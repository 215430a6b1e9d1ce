/** How an access token is had from a provider's token endpoint (RFC 6749, sections 4.4 and 6). */
export interface TokenGrant {
  readonly kind: 'client_credentials' | 'refresh_token';
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Empty for a public client. */
  readonly clientSecret: string;
  /** Where the client's name and secret go: into the header `Authorization`, or into the body. */
  readonly clientAuth: 'basic' | 'body';
  /** What a person gave for `refresh_token`; the provider may since have put others in its place. Empty for the other kind. */
  readonly refreshToken: string;
  /** More that the endpoint wants: scope, audience, resource. */
  readonly parameters: Readonly<Record<string, string>>;
}
