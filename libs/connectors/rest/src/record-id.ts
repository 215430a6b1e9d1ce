import {
  idText,
  joinIdParts,
  splitIdParts,
  SyncError,
  valueClassOf,
  type JsonValue,
  type SourceRecord,
} from '@evenkeel/domain';
import type { StreamSettings } from './settings/stream-settings.js';
import { valueAt } from './value-at.js';

type IdSettings = Pick<StreamSettings, 'idPath' | 'idCase'>;

/** The id of a record, or what stands in the place of one. */
export function readId(data: JsonValue, settings: IdSettings): Pick<SourceRecord, 'externalId' | 'noId'> {
  const { idPath } = settings;
  if (typeof idPath !== 'string') return readParts(data, idPath, settings);
  const value = valueAt(data, idPath);
  const id = idText(value);
  if (id !== null) return { externalId: spellId(id, settings) };
  return { externalId: null, ...(value !== undefined && { noId: nameOf(value) }) };
}

function readParts(
  data: JsonValue,
  paths: readonly string[],
  settings: IdSettings,
): Pick<SourceRecord, 'externalId' | 'noId'> {
  const parts: string[] = [];
  for (const path of paths) {
    const value = valueAt(data, path);
    const part = idText(value);
    if (part === null) {
      const found = value === undefined ? 'missing' : nameOf(value);
      return { externalId: null, noId: `incomplete: its part "${path}" is ${found}` };
    }
    parts.push(part);
  }
  return { externalId: spellId(joinIdParts(parts), settings) };
}

/** As records have it: in small letters where the provider does not tell letters from capitals. */
export function spellId(id: string, { idCase }: Pick<IdSettings, 'idCase'>): string {
  return idCase === 'fold' ? id.toLowerCase() : id;
}

/** Where the id is, or each of its parts. */
export function idPaths({ idPath }: Pick<IdSettings, 'idPath'>): readonly string[] {
  return typeof idPath === 'string' ? [idPath] : idPath;
}

/** The parts of an id, by their paths. Throws `provider.record_not_readable` where it has not as many as there are paths. */
export function partsOfId(
  externalId: string,
  { idPath }: Pick<IdSettings, 'idPath'>,
): ReadonlyMap<string, string> {
  const paths = idPaths({ idPath });
  const parts = splitIdParts(externalId, paths.length);
  if (parts !== undefined) return new Map(paths.map((path, index) => [path, parts[index] ?? '']));
  const message = `The id "${externalId}" has not the parts ${paths.join('/')}`;
  throw new SyncError('provider.record_not_readable', message);
}

function nameOf(value: JsonValue): string {
  if (typeof value === 'boolean') return String(value);
  return value === '' ? 'an empty text' : valueClassOf(value);
}
