import { isJsonObject, WRITE_KINDS } from '@evenkeel/domain';
import type { z } from 'zod';
import type { UsedNames } from '../auth/way.js';
import { wayOf } from '../auth/ways.js';
import type { AuthSettings } from './auth-settings.js';
import type { StreamSettings } from './stream-settings.js';

interface SharedRequest {
  readonly auth: AuthSettings;
  readonly headers: Readonly<Record<string, string>>;
  readonly streams: Readonly<Record<string, StreamSettings>>;
}

interface Clash {
  readonly path: readonly string[];
  readonly message: string;
}

/** Told where a setting is at the place of a credential: one of the two would be lost, or a header sent twice. */
export function checkCredentialPlaces(
  { auth, headers, streams }: SharedRequest,
  context: z.RefinementCtx,
): void {
  const used = wayOf(auth.kind)?.uses(auth) ?? { headers: [], query: [] };
  const clashes = [
    ...clashingHeaders(headers, used, ['headers']),
    ...Object.entries(streams).flatMap(([name, stream]) => [
      ...clashingHeaders(stream.headers, used, ['streams', name, 'headers']),
      ...clashingParams(stream, used, ['streams', name]),
      ...clashingBody(stream, auth, ['streams', name]),
      ...clashingWrites(stream, used, ['streams', name, 'writes']),
    ]),
  ];
  for (const clash of clashes)
    context.addIssue({ code: 'custom', path: [...clash.path], message: clash.message });
}

function clashingHeaders(
  headers: Readonly<Record<string, string>>,
  used: UsedNames,
  at: readonly string[],
): readonly Clash[] {
  const taken = new Set(used.headers.map((name) => name.toLowerCase()));
  return Object.keys(headers)
    .filter((name) => taken.has(name.toLowerCase()))
    .map((name) => ({ path: [...at, name], message: 'is the header that auth sends the credentials in' }));
}

function clashingWrites(
  { writes }: StreamSettings,
  used: UsedNames,
  at: readonly string[],
): readonly Clash[] {
  return ([...WRITE_KINDS, 'lookUp'] as const).flatMap((name) => {
    const { headers = {}, params = {} } = writes?.[name] ?? {};
    const taken = Object.keys(params).filter((param) => used.query.includes(param));
    return [
      ...clashingHeaders(headers, used, [...at, name, 'headers']),
      ...taken.map((param) => ({ path: [...at, name, 'params', param], message: IN_PARAMETER })),
    ];
  });
}

const IN_PARAMETER = 'is the parameter that auth sends the credentials in';

function clashingParams(stream: StreamSettings, used: UsedNames, at: readonly string[]): readonly Clash[] {
  const { params, pageSizeParam, pagination, incremental } = stream;
  const named: readonly (readonly [readonly string[], string | undefined])[] = [
    ...Object.keys(params).map((name) => [['params', name], name] as const),
    [['pageSizeParam'], pageSizeParam],
    [['pagination', 'param'], 'param' in pagination ? pagination.param : undefined],
    [['incremental', 'param'], incremental?.param],
    ...Object.entries(stream.filterParams).map(([field, name]) => [['filterParams', field], name] as const),
  ];
  return named
    .filter(([, name]) => name !== undefined && used.query.includes(name))
    .map(([path]) => ({
      path: [...at, ...path],
      message: IN_PARAMETER,
    }));
}

/** How a body of the other kind, or none, would go without the credentials. */
function clashingBody(stream: StreamSettings, auth: AuthSettings, at: readonly string[]): readonly Clash[] {
  const wanted = bodyOf(auth);
  if (wanted === undefined) return [];
  const { kind, names } = wanted;
  const { json, form, graphql, method } = stream;
  const other = kind === 'json' ? form : (json ?? graphql);
  const clash = (name: string, message: string): Clash => ({ path: [...at, name], message });
  if (method === 'GET')
    return [clash('method', `must be POST or left out: auth sends the credentials in the body`)];
  if (other !== undefined)
    return [
      clash(
        kind === 'json' ? 'form' : json ? 'json' : 'graphql',
        `auth sends the credentials in a body of ${kind}`,
      ),
    ];
  if (json !== undefined && !isJsonObject(json))
    return [clash('json', 'must be an object: auth puts the credentials into it')];
  return Object.keys((kind === 'json' ? json : form) ?? {})
    .filter((name) => names.includes(name))
    .map((name) => ({
      path: [...at, kind, name],
      message: 'is where auth puts the credentials',
    }));
}

function bodyOf(
  auth: AuthSettings,
): { readonly kind: 'json' | 'form'; readonly names: readonly string[] } | undefined {
  if (auth.kind !== 'custom') return undefined;
  if (auth.json !== undefined) return { kind: 'json', names: Object.keys(auth.json) };
  return auth.form === undefined ? undefined : { kind: 'form', names: Object.keys(auth.form) };
}
