import {
  idText,
  reportOfLimit,
  strictestLimit,
  waitTold,
  type ErrorCode,
  type JsonValue,
  type LimitReport,
  type ToldLimit,
} from '@evenkeel/domain';
import type { AskedWait, SeenAnswer } from '@evenkeel/ports';
import type { ErrorRule } from './settings/error-rule.js';
import type { LimitPlace, RateLimitSettings } from './settings/limit-settings.js';
import { valueAt } from './value-at.js';

/** What an answer says of each limit of the settings. */
export function limitsIn(settings: readonly RateLimitSettings[], seen: SeenAnswer): readonly LimitReport[] {
  return settings.flatMap((limit) => reportOfLimit(toldOf(limit, seen)) ?? []);
}

/**
 * The wait of a refusal by a limit that the settings describe, where the provider does not ask for one: 429, and 403 as some
 * say it. Undefined where none is used up.
 */
export function waitOfUsedUp(
  settings: readonly RateLimitSettings[],
  {
    status,
    byStatus,
    seen,
  }: { readonly status: number; readonly byStatus: ErrorCode | undefined; readonly seen: SeenAnswer },
): AskedWait | undefined {
  const isRefusal =
    byStatus === 'provider.rate_limited' || (status === 403 && byStatus === 'provider.unauthorized');
  if (!isRefusal || seen.headers['retry-after'] !== undefined) return undefined;
  const own = strictestLimit(
    limitsIn(
      settings.map((limit) => ({ ...limit, reserve: 0 })),
      seen,
    ),
  );
  if (own?.remaining !== 0) return undefined;
  return { code: 'provider.rate_limited', waitMs: own.resetInMs, told: 'rate limit headers' };
}

/** The error of a rule, with the wait that it finds in the answer. */
export function errorOfRule({ code, retryAfter }: ErrorRule, seen: SeenAnswer): ErrorCode | AskedWait {
  if (retryAfter === undefined) return code;
  const { bodyPath, header, as } = retryAfter;
  const place = bodyPath === undefined ? (header ?? '') : { path: bodyPath };
  const waitMs = waitTold(valueIn(place, seen), as, seen.now);
  return waitMs === undefined ? code : { code, waitMs, told: bodyPath ?? header ?? '' };
}

function toldOf(settings: RateLimitSettings, seen: SeenAnswer): ToldLimit {
  const { reset, resetAs, resetSeconds, refillPerSecond, reserve } = settings;
  const [used, limit] = usageIn(settings, seen);
  return {
    remaining: numberIn(settings.remaining, seen),
    used: numberIn(settings.used, seen) ?? used,
    limit: numberIn(settings.limit, seen) ?? limit,
    resetInMs: resetSeconds === undefined ? resetIn(reset, resetAs, seen) : resetSeconds * 1000,
    refillPerSecond: typeof refillPerSecond === 'number' ? refillPerSecond : numberIn(refillPerSecond, seen),
    reserve,
  };
}

function resetIn(
  reset: LimitPlace | undefined,
  format: RateLimitSettings['resetAs'],
  seen: SeenAnswer,
): number | undefined {
  return reset === undefined ? undefined : waitTold(valueIn(reset, seen), format, seen.now);
}

function usageIn({ usage }: RateLimitSettings, { headers }: SeenAnswer): readonly (number | undefined)[] {
  const [, used, limit] =
    /^\s*(?:[\w-]{1,64}=)?(\d{1,12})\s*\/\s*(\d{1,12})\s*(?:[;,].*)?$/.exec(
      headers[usage?.toLowerCase() ?? ''] ?? '',
    ) ?? [];
  return [used, limit].map((digits) => (digits === undefined ? undefined : Number(digits)));
}

function numberIn(place: LimitPlace | undefined, seen: SeenAnswer): number | undefined {
  const text = place === undefined ? null : idText(valueIn(place, seen));
  return text !== null && /^\s*-?\d{1,15}(\.\d{1,9})?\s*$/.test(text) ? Number(text) : undefined;
}

function valueIn(place: LimitPlace, { headers, body }: SeenAnswer): JsonValue | undefined {
  if (typeof place === 'string') return headers[place.toLowerCase()];
  return body === undefined ? undefined : valueAt(body, place.path);
}
