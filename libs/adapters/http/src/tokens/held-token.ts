import { isJsonObject, refreshMarginMs, SyncError, type GivenToken, type JsonObject } from '@evenkeel/domain';
import type { KeptToken } from '@evenkeel/ports';

/** A token as a process has it at hand. Moments are of its monotonic clock. */
export interface HeldToken {
  readonly generation: number;
  readonly accessToken: string;
  readonly usableUntilMs: number;
  /** From when the vault is asked again before the token is used. */
  readonly askFromMs: number;
}

/** What is sealed of a token. */
export type TokenSecrets = Pick<GivenToken, 'accessToken' | 'refreshToken'>;

/** `askedMs`: when the vault was asked for it, by the clock of this process. */
export function heldToken(
  { generation, leftMs, lifetimeMs }: Omit<KeptToken, 'sealed'>,
  accessToken: string,
  askedMs: number,
): HeldToken {
  const usableUntilMs = askedMs + (leftMs ?? Infinity);
  return { generation, accessToken, usableUntilMs, askFromMs: usableUntilMs - refreshMarginMs(lifetimeMs) };
}

export function secretsToJson({ accessToken, refreshToken }: TokenSecrets): JsonObject {
  return { accessToken, refreshToken };
}

export function secretsFromJson(json: JsonObject): TokenSecrets {
  const { accessToken, refreshToken } = json;
  if (isJsonObject(json) && typeof accessToken === 'string' && isTextOrNull(refreshToken)) {
    return { accessToken, refreshToken };
  }
  throw new SyncError('system.unexpected', 'What was sealed is not an access token');
}

function isTextOrNull(value: unknown): value is string | null {
  return typeof value === 'string' || value === null;
}
