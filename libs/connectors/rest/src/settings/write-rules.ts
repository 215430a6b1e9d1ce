import { WRITE_KINDS, type JsonValue, type WriteKind } from '@evenkeel/domain';
import { namesIn } from '../writes/write-places.js';
import type { StreamRule } from './stream-rule.js';
import type { StreamSettings } from './stream-settings.js';
import type { OperationSettings } from './write-settings.js';

/** All that an operation names. */
export function namesOf({
  path,
  params,
  headers,
  json,
  form,
  set,
  batch,
}: OperationSettings): ReadonlySet<string> {
  return namesIn([path, params, headers, json ?? null, form ?? null, set, batch?.entry ?? null] as JsonValue);
}

type Holds = (operation: OperationSettings, stream: StreamSettings, kind: WriteKind) => boolean;

/** A rule for each operation that is there. */
function each(path: readonly string[], error: string, holds: Holds): readonly StreamRule[] {
  return WRITE_KINDS.map((kind) => ({
    holds: (stream) => {
      const operation = stream.writes?.[kind];
      return operation === undefined || holds(operation, stream, kind);
    },
    error,
    path: ['writes', kind, ...path],
    over: ['writes', 'idPath', 'versionPath', 'versionOrder'],
  }));
}

const one = (path: readonly string[], error: string, holds: StreamRule['holds']): StreamRule => ({
  ...{ holds, error, path: ['writes', ...path] },
  over: ['writes'],
});

/** What has to hold between the settings of how a stream is written. */
export const writeRules: readonly StreamRule[] = [
  one([], 'needs create, update, delete or deactivate', ({ writes }) =>
    WRITE_KINDS.some((kind) => writes === undefined || writes[kind] !== undefined),
  ),
  ...each(
    ['form'],
    'must be left out beside json: a call has one body',
    ({ json, form }) => json === undefined || form === undefined,
  ),
  ...each(
    ['path'],
    'names something that is not there: only {id}, the parts of an id, {record.PATH}, {key}, {intent} and {version} are',
    ({ path }, { idPath }, kind) => {
      const parts =
        kind === 'create' ? [] : ['{id}', '{id:path}', ...[idPath].flat().map((part) => `{${part}}`)];
      const left = parts.reduce((rest, part) => rest.replaceAll(part, ''), path);
      return !/\{(?!(?:record\.[^{}]+|key|intent|version)\})[^{}]*\}/.test(left);
    },
  ),
  ...each(['batch'], 'is for a body that names {records}', ({ json, form, batch }) => {
    const isNamed = namesIn([json ?? null, form ?? null] as JsonValue).has('records');
    return isNamed === (batch !== undefined);
  }),
  ...each(
    [],
    'names {version}: versionOrder has to say how versions are, and not as times, for they are sent as they came',
    (operation, { versionPath, versionOrder, writes }) =>
      !namesOf(operation).has('version') ||
      (versionPath === undefined && writes?.answer.versionHeader !== undefined) ||
      (versionPath !== undefined && versionOrder !== undefined && versionOrder !== 'time'),
  ),
  one(['keyLifetimeSeconds'], 'is for calls that name {key}', ({ writes }) => {
    // What is deleted twice is gone.
    const operations = [writes?.create ?? [], writes?.update ?? []].flat();
    return writes?.keyLifetimeSeconds === undefined || operations.every((each) => namesOf(each).has('key'));
  }),
  one(['lookUp', 'by'], 'is by key where create sends {key} or {intent}', ({ writes }) => {
    const sent = writes?.create === undefined ? new Set<string>() : namesOf(writes.create);
    return writes?.lookUp?.by !== 'key' || sent.has('key') || sent.has('intent');
  }),
  one(['answer', 'gives'], 'must tell the id of what was created, here or by idHeader', ({ writes }) => {
    const { answer, create } = writes ?? {};
    return create === undefined || answer?.gives !== 'nothing' || answer.idHeader !== undefined;
  }),
];
