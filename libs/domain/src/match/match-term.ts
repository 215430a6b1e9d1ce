import type { JsonObject } from '../json.js';
import { compileReader, formatPath, parsePath, type Reader } from '../mapping/path.js';
import { scalarText } from '../mapping/transforms/transform-kind.js';
import { lately } from './lately.js';
import type { MatchField, StoppedValues } from './match-settings.js';
import { DEFAULT_NORMALISERS, NORMALISERS } from './normalisers.js';
import { isPlaceholder, stoppedOf } from './stop-list.js';

/** A longer value is compared with none: the time that comparing takes grows with the square of it. */
export const LONGEST_VALUE = 256;

/** A value as rules compare it; terms that say the same have the same `id`. */
export interface MatchTerm {
  readonly id: string;
  /** As people read it. */
  readonly label: string;
  readonly sensitive: boolean;
  /** Which of the terms of the rules it is, from 0. */
  readonly place: number;
  /** The value of a record, made comparable; empty: it has none, or one that stands for none. */
  readonly read: (data: JsonObject) => string;
}

/** What of a comparison or of a key says which value is meant. */
export interface TermSettings {
  readonly field: MatchField;
  readonly normalise?: readonly string[];
  readonly region?: string;
}

export interface TermSurroundings {
  readonly stopList: readonly StoppedValues[];
  /** Dotted paths; what is below one of them, or holds one, is sensitive too. */
  readonly sensitive: ReadonlySet<string>;
}

/** Of settings that were found right. */
export function compileTerm(
  settings: TermSettings,
  surroundings: TermSurroundings,
): Omit<MatchTerm, 'place'> {
  const { region, normalise = DEFAULT_NORMALISERS } = settings;
  const fields = fieldsOf(settings.field).map((field) => formatPath(parsePath(field)));
  const comparable = (text: string): string =>
    normalise.reduce((changed, name) => NORMALISERS[name]?.apply(changed, region) ?? '', text);
  const readers = fields.map((field) => compileField(field, comparable, surroundings.stopList));
  return {
    id: JSON.stringify([fields, normalise, region]),
    label: fields.join('+'),
    sensitive: fields.some((field) => isSensitive(field, surroundings.sensitive)),
    read: (data) => {
      const text = readers
        .map((read) => read(data))
        .filter((part) => part !== '')
        .join(' ');
      return text.length > LONGEST_VALUE ? '' : text;
    },
  };
}

export function fieldsOf(field: MatchField): readonly string[] {
  return typeof field === 'string' ? [field] : field;
}

function compileField(
  field: string,
  comparable: (text: string) => string,
  stopList: readonly StoppedValues[],
): (data: JsonObject) => string {
  const read: Reader = compileReader(parsePath(field));
  const stopped = stoppedOf(field, stopList, comparable);
  const comparableOf = lately((text) => {
    if (isPlaceholder(text)) return '';
    const changed = comparable(text);
    return stopped.has(changed) || isPlaceholder(changed) ? '' : changed;
  });
  return (data) => {
    const value = read(data) ?? null;
    const text = value === null ? '' : (scalarText(value) ?? '').trim();
    return text === '' || text.length > LONGEST_VALUE ? '' : comparableOf(text);
  };
}

function isSensitive(field: string, sensitive: ReadonlySet<string>): boolean {
  return [...sensitive].some(
    (path) => path === field || field.startsWith(`${path}.`) || path.startsWith(`${field}.`),
  );
}
