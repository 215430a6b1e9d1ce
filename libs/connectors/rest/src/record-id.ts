import { idText, isJsonObject, SyncError, type JsonValue, type SourceRecord } from '@evenkeel/domain';
import type { StreamSettings } from './rest-settings.js';
import { valueAt } from './value-at.js';

type IdSettings = Pick<StreamSettings, 'idPath' | 'idCase'>;

/** The id of a record, or what is wrong with what stands in its place. */
export function readId(
  data: JsonValue,
  settings: IdSettings,
): Pick<SourceRecord, 'externalId' | 'idProblem'> {
  const parts: string[] = [];
  for (const path of pathsOf(settings)) {
    const value = valueAt(data, path);
    const part = value === '' ? null : idText(value);
    if (part === null) return { externalId: null, ...problemOf(value, path, settings) };
    parts.push(part);
  }
  return { externalId: spellId(joinId(parts, settings), settings) };
}

/** As records have it: in small letters where the provider does not tell letters from capitals. */
export function spellId(id: string, { idCase }: Pick<IdSettings, 'idCase'>): string {
  return idCase === 'fold' ? id.toLowerCase() : id;
}

/**
 * The parts of an id, by their paths. Throws `provider.record_not_readable` where it has not as many as there are paths.
 */
export function partsOfId(externalId: string, settings: IdSettings): ReadonlyMap<string, string> {
  const paths = pathsOf(settings);
  const parts = paths.length === 1 ? [externalId] : externalId.split('/').map(unescaped);
  if (parts.length === paths.length) return new Map(paths.map((path, index) => [path, parts[index] ?? '']));
  const message = `The id "${externalId}" has not the parts ${paths.join('/')}`;
  throw new SyncError('provider.record_not_readable', message);
}

function pathsOf({ idPath }: Pick<IdSettings, 'idPath'>): readonly string[] {
  return typeof idPath === 'string' ? [idPath] : idPath;
}

/** Several parts are joined by slashes, as a JSON pointer joins names (RFC 6901): no other parts are spelt the same. */
function joinId(parts: readonly string[], settings: IdSettings): string {
  return pathsOf(settings).length === 1 ? (parts[0] ?? '') : parts.map(escaped).join('/');
}

const escaped = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');
const unescaped = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~');

function problemOf(
  value: JsonValue | undefined,
  path: string,
  settings: IdSettings,
): Pick<SourceRecord, 'idProblem'> {
  const isWhole = pathsOf(settings).length === 1;
  const isMissing = value === undefined || value === null;
  if (isWhole && isMissing) return {};
  const name = isWhole ? 'The id' : `The part "${path}" of the id`;
  return { idProblem: `${name} ${isMissing ? 'is missing' : `is ${nameOf(value)}`}` };
}

function nameOf(value: JsonValue): string {
  if (value === '') return 'an empty text';
  if (typeof value === 'boolean') return String(value);
  return isJsonObject(value) ? 'an object' : 'a list';
}
