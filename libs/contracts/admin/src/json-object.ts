import { isStorable, UNSTORABLE_SAYS, type JsonObject, type JsonValue } from '@evenkeel/domain';
import { z } from 'zod';

// What came out of JSON.parse is JSON all the way down: walking it again would only cost time.
export const jsonObject = z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject, JsonObject>;
export const jsonValue = z.unknown() as unknown as z.ZodType<JsonValue, JsonValue>;

const LOOKS_LIKE_AN_ID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** A name that people choose. It can stand wherever an id can, so it must not look like one. */
export const chosenName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  // eslint-disable-next-line no-control-regex -- they would break a table on a terminal
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not hold control characters')
  .refine((name) => !LOOKS_LIKE_AN_ID.test(name), 'must not look like an id');

export function looksLikeAnId(reference: string): boolean {
  return LOOKS_LIKE_AN_ID.test(reference);
}

/** A time as ISO 8601 in UTC. */
export const timeView = z.iso.datetime();

/** Who asks, for the trail. Until there is authentication it is what the caller says. */
export const actorName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine(isStorable, UNSTORABLE_SAYS.unstorable_text);

/** The header in which the actor is named, percent-encoded (RFC 3986) so that it can hold any letter. */
export const ACTOR_HEADER = 'Evenkeel-Actor';
/** Who asks where no header says so. */
export const UNNAMED_ACTOR = 'api';
