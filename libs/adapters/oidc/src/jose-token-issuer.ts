import { SyncError } from '@evenkeel/domain';
import { TokenIssuer, type Clock } from '@evenkeel/ports';
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type RemoteJWKSet } from 'jose';
import { findKeySet, ISSUER_TIMEOUT_MS } from './issuer-document.js';

export interface TokenIssuerSettings {
  /** As tokens name it. */
  readonly issuer: string;
  /** As tokens name this installation. */
  readonly audience: string;
  readonly algorithms: readonly string[];
  /** By how much the clocks of both may differ. */
  readonly clockSkewS: number;
  /** A token with a key that is not known has the keys fetched again, and no more often than this: anyone can make such tokens up. */
  readonly keysAskedMs?: number;
}

/** For how long the keys of an issuer are kept: one that it withdrew is taken for no longer. */
const KEYS_KEPT_MS = 600_000;
const KEYS_ASKED_MS = 30_000;
/** An issuer that could not be asked is left alone for so long. */
const PAUSE_MS = 5_000;

/** An OpenID Connect issuer, found by its address. It is first asked when the first token comes. */
export class JoseTokenIssuer extends TokenIssuer {
  private keys: Promise<RemoteJWKSet> | undefined;
  private failure: { readonly at: number; readonly error: SyncError } | undefined;

  constructor(
    private readonly settings: TokenIssuerSettings,
    private readonly clock: Clock,
  ) {
    super();
  }

  async claimsOf(token: string): Promise<Readonly<Record<string, unknown>>> {
    const { issuer, audience, algorithms, clockSkewS } = this.settings;
    const keyOf = (...asked: Parameters<RemoteJWKSet>) => this.keyOf(...asked);
    const rules = { issuer, audience, algorithms: [...algorithms], clockTolerance: clockSkewS };
    try {
      const { payload } = await jwtVerify(token, keyOf, {
        ...rules,
        requiredClaims: ['exp'],
        currentDate: this.clock.now(),
      });
      return payload;
    } catch (error) {
      throw error instanceof SyncError ? error : asRefusal(error);
    }
  }

  /**
   * What was found out of its address is forgotten where its keys are too old and cannot be fetched: they may have moved. Keys that are not
   * too old go on, whatever tokens with keys that are not known others send meanwhile.
   */
  private async keyOf(...asked: Parameters<RemoteJWKSet>): ReturnType<RemoteJWKSet> {
    const now = this.clock.monotonicMs();
    const recent =
      this.failure !== undefined && now - this.failure.at < PAUSE_MS ? this.failure.error : undefined;
    let kept: RemoteJWKSet | undefined;
    try {
      if (recent !== undefined && this.keys === undefined) throw recent;
      kept = await (this.keys ??= this.openKeys());
      if (recent !== undefined) return await keptKey(kept, recent, asked);
      const key = await kept(...asked);
      this.failure = undefined;
      return key;
    } catch (error) {
      if (error === recent || isAboutToken(error)) throw error;
      if (kept?.fresh !== true) this.keys = undefined;
      const failure = asFailure(this.settings.issuer, error);
      this.failure = { at: now, error: failure };
      throw failure;
    }
  }

  private async openKeys(): Promise<RemoteJWKSet> {
    const { issuer, keysAskedMs = KEYS_ASKED_MS } = this.settings;
    const limits = { cacheMaxAge: KEYS_KEPT_MS, timeoutDuration: ISSUER_TIMEOUT_MS };
    return createRemoteJWKSet(await findKeySet(issuer), { ...limits, cooldownDuration: keysAskedMs });
  }
}

/** One that is there, without asking the issuer for others: it has just failed to answer. */
async function keptKey(
  keys: RemoteJWKSet,
  recent: SyncError,
  asked: Parameters<RemoteJWKSet>,
): ReturnType<RemoteJWKSet> {
  const there = keys.fresh ? keys.jwks() : undefined;
  if (there === undefined) throw recent;
  return createLocalJWKSet(there)(...asked).catch((error: unknown) => {
    throw error instanceof errors.JWKSNoMatchingKey ? recent : error;
  });
}

/** What is wrong with a token, by the error of its check. */
const REFUSALS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'The token expired',
  ERR_JOSE_ALG_NOT_ALLOWED: 'The token is signed in a way that is not taken (EVENKEEL_OIDC_ALGORITHMS)',
  ERR_JWKS_NO_MATCHING_KEY: 'The token is signed with a key that its issuer does not have',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'The token does not say with which key of its issuer it is signed',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'The signature of the token does not fit it',
};

const CLAIMS: Readonly<Record<string, string>> = {
  iss: 'The token is of another issuer (EVENKEEL_OIDC_ISSUER)',
  aud: 'The token is for another audience (EVENKEEL_OIDC_AUDIENCE)',
  nbf: 'The token does not hold yet',
  exp: 'The token does not say when it expires',
};

function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWSInvalid
  );
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof errors.JOSEError)) return error;
  const claim = error instanceof errors.JWTClaimValidationFailed ? CLAIMS[error.claim] : undefined;
  const message =
    claim ?? REFUSALS[error.code] ?? 'What it came with is neither a key nor a token of its issuer';
  return new SyncError('request.unauthenticated', message, { cause: error });
}

function asFailure(issuer: string, error: unknown): SyncError {
  const why = error instanceof Error ? (causeOf(error) ?? error.message) : String(error);
  return new SyncError('system.token_issuer', `The keys of the issuer ${issuer} cannot be had: ${why}`, {
    cause: error,
  });
}

/** `fetch` says nothing but that it failed. */
function causeOf({ cause }: Error): string | undefined {
  return cause instanceof Error ? cause.message || cause.name : undefined;
}
