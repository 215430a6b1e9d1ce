import type { AnswerRule, ClientTls, JsonObject, TokenGrant } from '@evenkeel/domain';
import type { CallSigning } from '@evenkeel/ports';
import type { z } from 'zod';

/** What authentication adds to each call. */
export interface Authentication {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** What goes into the body of each call. */
  readonly body?: CredentialBody;
  /** How the token is had that the caller adds by itself. */
  readonly token?: TokenGrant;
  /** How it is connected to. */
  readonly tls?: ClientTls;
  /** How the caller signs each attempt. */
  readonly sign?: CallSigning;
  /** Answers that mean that it has ended. */
  readonly ended?: readonly AnswerRule[];
  /** What must not be shown. */
  readonly secrets: readonly string[];
}

export type CredentialBody =
  | { readonly kind: 'json'; readonly members: JsonObject }
  | { readonly kind: 'form'; readonly fields: Readonly<Record<string, string>> };

export type Credentials = Readonly<Record<string, string>>;
export type CredentialShape = Readonly<Record<string, z.ZodType<string, unknown>>>;

/** The headers and parameters that a way uses: settings cannot have them as well. */
export interface UsedNames {
  readonly headers: readonly string[];
  readonly query: readonly string[];
  /** Members of JSON bodies, or fields of forms. */
  readonly body?: readonly string[];
}

/** One kind of authentication. */
export interface Way<Settings> {
  /** The credentials that it wants. `auth` is as it was written, and may be wrong in any place. */
  readonly wants: (auth: JsonObject) => CredentialShape;
  readonly uses: (auth: Settings) => UsedNames;
  readonly adds: (auth: Settings, given: Credentials, baseUrl: string) => Omit<Authentication, 'secrets'>;
  /** Answers that mean that what calls prove themselves with has ended. */
  readonly ended?: (auth: Settings) => readonly AnswerRule[];
}
