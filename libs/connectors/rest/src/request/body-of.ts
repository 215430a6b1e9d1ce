import type { JsonObject, JsonValue } from '@evenkeel/domain';
import type { StreamSettings } from '../settings/stream-settings.js';
import type { PageBody } from './page-call.js';
import { fillJson, fillText, type PlaceValues } from './places.js';

/** The body of the request for a page; undefined where it has none. */
export function bodyOf(
  { json, form, graphql, omitWhole }: StreamSettings,
  values: PlaceValues,
): PageBody | undefined {
  if (json !== undefined) return jsonBody(fillJson(json, values, omitWhole) ?? emptyLike(json));
  if (graphql !== undefined) {
    const { variables, ...said } = graphql;
    const filled = variables && fillJson(variables, values, omitWhole);
    return jsonBody({ ...said, ...(filled !== undefined && { variables: filled }) } as JsonObject);
  }
  if (form === undefined) return undefined;
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) {
    const filled = fillText(value, values);
    if (filled !== undefined) fields.set(name, filled);
  }
  return { text: fields.toString(), contentType: 'application/x-www-form-urlencoded' };
}

function jsonBody(body: JsonValue): PageBody {
  return { text: JSON.stringify(body), contentType: 'application/json' };
}

/** A body of which everything is left out is still one. */
function emptyLike(json: JsonValue): JsonValue {
  return Array.isArray(json) ? [] : {};
}
