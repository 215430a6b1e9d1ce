import { parsePath, type JsonValue } from '@evenkeel/domain';
import type { BodyFormat } from '@evenkeel/ports';
import { format as formatSettings, type Format, type FormatOf } from '../settings/format-settings.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import { readCsv } from './read-csv.js';
import { readNdjson } from './read-ndjson.js';
import { readXml, withListAt } from './read-xml.js';

/** What reading an answer in a format needs to know of its stream. */
export type FormattedStream = Pick<StreamSettings, 'format' | 'idPath' | 'recordPath' | 'path'>;

interface Reading {
  readonly stream: FormattedStream;
  /** Paths of lists in the answer. */
  readonly lists: readonly string[];
}

type FormatTable = {
  readonly [K in Format['kind']]: (format: FormatOf<K>, reading: Reading) => BodyFormat | undefined;
};

/** Of text that says nothing of its format. */
const PLAIN = ['text/plain', 'application/octet-stream', 'binary/octet-stream'];
const CSV_TYPES = ['text/csv', 'application/csv', 'text/tab-separated-values', ...PLAIN];
const LINE_TYPES = /^application\/(?:x-)?(?:nd-?json|json-?lines|jsonl|json-seq|stream\+json|json)$/;

/** Each format, and how it is read. */
const FORMATS: FormatTable = {
  // The HTTP caller reads it where nothing is said.
  json: () => undefined,
  ndjson: () => ({
    name: 'NDJSON',
    accept: 'application/x-ndjson, application/jsonl',
    isNamedBy: (type) => LINE_TYPES.test(type) || PLAIN.includes(type),
    hasNoEnd: true,
    read: readNdjson,
  }),
  csv: (csv, { stream }) => ({
    name: 'CSV',
    accept: 'text/csv',
    isNamedBy: (type) => CSV_TYPES.includes(type),
    hasNoEnd: true,
    read: (text) => readCsv(text, csv, stream),
  }),
  xml: (xml, { lists }) => ({
    name: 'XML',
    accept: 'application/xml, text/xml',
    isNamedBy: (type) => /^(?:application|text)\/(?:[\w.-]+\+)?xml$/.test(type) && !type.includes('xhtml'),
    charsetIn: declaredCharset,
    begins: /^\s*</,
    read: (text, limits) =>
      lists
        .filter((path) => path !== '')
        .reduce<JsonValue>(
          (body, path) => withListAt(body, parsePath(path), xml.attributePrefix),
          readXml(text, xml, limits),
        ),
  }),
};

/** Whether a text in the format looks whole where it was cut off between two records. */
export function hasNoEnd(stream: FormattedStream): boolean {
  return formatOf(stream, [])?.hasNoEnd === true;
}

/** The format of a call's answers; undefined: JSON. */
export function formatOf(stream: FormattedStream, lists: readonly string[]): BodyFormat | undefined {
  const { format } = stream;
  const made = FORMATS[format.kind] as (format: Format, reading: Reading) => BodyFormat | undefined;
  return made(format, { stream, lists });
}

const anyXml = formatSettings.parse({ kind: 'xml' }) as FormatOf<'xml'>;

/** What the body of an error may be in, whatever the format of the stream. */
export const ERROR_FORMATS: readonly BodyFormat[] = [
  FORMATS.xml(anyXml, {
    stream: { format: anyXml, idPath: 'id', recordPath: undefined, path: '' },
    lists: [],
  }),
].filter((format) => format !== undefined);

/** `<?xml version="1.0" encoding="ISO-8859-1"?>`. That it is UTF-16 is no news in a text that can be read as ASCII. */
function declaredCharset(text: string): string | undefined {
  const [, charset] = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(text) ?? [];
  return charset === undefined || /^utf-?16/i.test(charset) ? undefined : charset;
}
