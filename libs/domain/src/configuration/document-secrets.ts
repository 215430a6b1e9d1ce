import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import type { ConfigurationKind, NamedSecret } from './configuration-object.js';

/** Where secrets stand in a spec: there, and everywhere below. */
const PLACES: Readonly<Record<ConfigurationKind, readonly string[]>> = {
  Connection: ['credentials'],
  RecordType: [],
  Job: [],
  Group: [],
  NotificationChannel: ['webhook.url', 'webhook.secret', 'slack.url', 'email.password'],
};

type OfKind = { readonly kind: ConfigurationKind; readonly spec: JsonObject };

/** Every secret with its path. In a document that is a reference, in what is opened the secret itself. */
export function secretsOf({ kind, spec }: OfKind): ReadonlyMap<string, JsonValue> {
  const found = new Map<string, JsonValue>();
  withSecrets({ kind, spec }, (path, value) => {
    found.set(path, value);
    return value;
  });
  return found;
}

/** The same as a list of references. */
export function namedSecrets(object: OfKind): readonly NamedSecret[] {
  return [...secretsOf(object)].map(([path, reference]) => ({ path, reference: reference as string }));
}

/** The spec with something else in the place of each secret; undefined: nothing. */
export function withSecrets(
  { kind, spec }: OfKind,
  instead: (path: string, value: JsonValue) => JsonValue | undefined,
): JsonObject {
  const places = PLACES[kind];
  const isSecret = (path: string) => places.some((place) => path === place || path.startsWith(`${place}.`));
  const walk = (value: JsonObject, at: string): JsonObject =>
    Object.fromEntries(
      Object.entries(value).flatMap(([name, part]) => {
        const path = `${at}${name}`;
        if (isJsonObject(part)) return [[name, walk(part, `${path}.`)]];
        const kept = isSecret(path) ? instead(path, part) : part;
        return kept === undefined ? [] : [[name, kept]];
      }),
    );
  return walk(spec, '');
}

/** The spec without its secrets, and without what then is an empty place of them. */
export function withoutSecrets({ kind, spec }: OfKind): JsonObject {
  const { credentials: _, ...rest } = spec;
  return kind === 'Connection' ? rest : withSecrets({ kind, spec }, () => undefined);
}
