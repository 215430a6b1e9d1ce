import { fitsAnswer, type AnswerRule, type ErrorCode, type JsonValue } from '@evenkeel/domain';
import type { AskedWait, HttpCall, SeenAnswer } from '@evenkeel/ports';
import { inLowerCase } from './auth/custom-way.js';
import { callerAdds, withCredentials } from './credentialed.js';
import { ERROR_FORMATS, formatOf } from './formats/body-formats.js';
import type { PageCall } from './request/page-call.js';
import type { ErrorRule } from './settings/error-rule.js';
import type { GoneRule } from './settings/gone-rule.js';
import type { RestConnection } from './settings/read-rest-settings.js';
import type { StreamSettings } from './settings/stream-settings.js';
import { errorOfRule, limitsIn, waitOfUsedUp } from './told-limits.js';
import { isNothing, valueAt } from './value-at.js';

/** `gone`: what the answer of a call about one record looks like where there is none. */
export function callOf(
  { settings, authentication }: RestConnection,
  stream: StreamSettings,
  page: PageCall,
  gone: readonly GoneRule[] = [],
): HttpCall {
  const { method, url, headers, body } = withCredentials(page, authentication);
  const charset = stream.charset ?? settings.charset;
  const format = formatOf(stream, page.lists ?? []);
  return {
    method,
    url: url.href,
    told: page.url.href,
    headers: {
      ...(body && { 'content-type': body.contentType }),
      ...inLowerCase(settings.headers),
      ...headers,
    },
    ...(body && { body: body.text }),
    ...(format && { format }),
    otherFormats: ERROR_FORMATS,
    ...(charset === undefined ? {} : { charset }),
    ...callerAdds(authentication),
    ...(settings.rateLimits.length > 0 && { limits: (seen) => limitsIn(settings.rateLimits, seen) }),
    classify: (status, answer, byStatus, seen) =>
      codeOfEnd(authentication.ended ?? [], status, answer) ??
      errorOf(settings.errors, status, seen) ??
      waitOfUsedUp(settings.rateLimits, { status, byStatus, seen }) ??
      (byStatus !== 'provider.rate_limited' && saysGone(gone, status, answer)
        ? 'provider.record_gone'
        : undefined),
  };
}

/** The call that reads what is at an address. */
export function getOf(url: URL): PageCall {
  return { method: 'GET', url, headers: {} };
}

function codeOfEnd(
  rules: readonly AnswerRule[],
  status: number,
  body: JsonValue | undefined,
): ErrorCode | undefined {
  return rules.some((rule) => fitsAnswer(rule, status, body)) ? 'provider.unauthorized' : undefined;
}

function errorOf(
  rules: readonly ErrorRule[],
  status: number,
  seen: SeenAnswer,
): ErrorCode | AskedWait | undefined {
  const rule = rules.find((one) => fitsAnswer(one, status, seen.body));
  return rule && errorOfRule(rule, seen);
}

function saysGone(rules: readonly GoneRule[], status: number, body: JsonValue | undefined): boolean {
  return rules.some((rule) => {
    const isMeant = rule.status === undefined ? status >= 200 && status < 300 : rule.status === status;
    if (!isMeant || rule.bodyPath === undefined || rule.empty !== true)
      return isMeant && fitsAnswer(rule, status, body);
    return body !== undefined && isNothing(valueAt(body, rule.bodyPath));
  });
}
