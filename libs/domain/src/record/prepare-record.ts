import { isVersion, type Version } from './version.js';
import type { CatalogedError } from '../errors/cataloged-error.js';
import { isRecoverable } from '../errors/error-class.js';
import { errorCatalog } from '../errors/error-catalog.js';
import { describeProblem, SyncError, type Problem } from '../errors/sync-error.js';
import { parseIsoTime } from '../iso-time.js';
import { isJsonObject, type JsonObject } from '../json.js';
import { storableText } from '../json-text/unstorable-text.js';
import type { CompiledPieces } from '../derive/compile-pieces.js';
import { textOfPieces } from '../derive/record-pieces.js';
import type { CompiledFilter } from '../filter/compile-condition.js';
import type { CompiledMapping } from '../mapping/compile-mapping.js';
import { valueClassOf } from '../mapping/value-class.js';
import { observedAtOf, type GoneWay, type SourceRecord } from '../page/source-record.js';
import { storableId, withoutId } from './external-id.js';
import { mappedText } from './mapped-text.js';
import type { RecordWrite } from './reference.js';

/** A record ready to be compared and written, or why it cannot be. Ids of failed records can always be stored. */
export type PreparedRecord =
  | { readonly kind: 'ready'; readonly write: RecordWrite }
  /** An inventory names it, with its version. */
  | { readonly kind: 'listed'; readonly externalId: string; readonly version: Version | null }
  /** The provider no longer has it. */
  | { readonly kind: 'gone'; readonly externalId: string; readonly gone: GoneRecord }
  /** The job's filter leaves it out, whatever else is wrong with it. */
  | { readonly kind: 'excluded'; readonly externalId: string | null }
  | {
      readonly kind: 'failed';
      /** `errored`: the provider gave no answer about it, and may when it is asked again. */
      readonly outcome: 'rejected' | 'refused' | 'errored';
      readonly externalId: string | null;
      readonly problem: Problem;
      /** JSON text of what the mapping made of it, where it came so far. */
      readonly mapped?: string;
    };

/** What is known of a record that the provider no longer has. */
export interface GoneRecord {
  readonly way: GoneWay;
  readonly version: Version | null;
  readonly modifiedAt: string | null;
  /** When the request that told it began, ISO 8601. */
  readonly observedAt: string;
}

export interface PrepareOptions {
  readonly mapping: CompiledMapping;
  readonly filter: CompiledFilter;
  /** A digest of the text, as the store keeps it. */
  readonly digest: (text: string) => string;
  /** Mixed into the hash (the mapping's revision): another mapping makes every record a changed one. */
  readonly salt: string;
  /** When the request that gave the record began, ISO 8601. */
  readonly observedAt: string;
  /** What else the provider's record holds; left out: nothing that the job asks for. */
  readonly pieces?: CompiledPieces | undefined;
  /** Of the mapped record as UTF-8; left out: {@link MAX_RECORD_BYTES}. */
  readonly maxBytes?: number;
}

/** Null for a record that has none that could be stored. */
export function externalIdOf(prepared: PreparedRecord): string | null {
  return prepared.kind === 'ready' ? prepared.write.externalId : prepared.externalId;
}

/** Maps one record and makes its hash. Never throws: what is wrong with a record is said of that record alone. */
export function prepareRecord(source: SourceRecord, options: PrepareOptions): PreparedRecord {
  const externalId = storableId(source.externalId);
  if (source.refusal !== undefined) {
    const problem = describeRefusal(source.refusal);
    const outcome = isRecoverable(problem.errorClass) ? 'errored' : 'refused';
    return { kind: 'failed', outcome, externalId, problem };
  }
  if (source.gone !== undefined && externalId !== null) {
    const modifiedAt = source.modifiedAt === null ? null : storableTime(source.modifiedAt);
    const observedAt = observedAtOf(source, options);
    const gone = { way: source.gone, version: knownVersion(source.version), modifiedAt, observedAt };
    return { kind: 'gone', externalId, gone };
  }
  if (source.listedOnly === true && externalId !== null) {
    return { kind: 'listed', externalId, version: knownVersion(source.version) };
  }
  if (isJsonObject(source.data) && !options.filter(source.data)) return { kind: 'excluded', externalId };
  try {
    return { kind: 'ready', write: makeWrite(source, externalId, options) };
  } catch (error) {
    const problem = describeProblem(error);
    const message = storableText(problem.message);
    return { kind: 'failed', outcome: 'rejected', externalId, problem: { ...problem, message } };
  }
}

function makeWrite(source: SourceRecord, externalId: string | null, options: PrepareOptions): RecordWrite {
  // First, for what is no object has no id either.
  if (source.listedOnly !== true && source.gone === undefined && !isJsonObject(source.data)) {
    throw new SyncError('record.not_an_object', `The record is ${valueClassOf(source.data)}, not an object`);
  }
  if (externalId === null) throw withoutId(source);
  const data = options.mapping(source.data as JsonObject);
  const dataText = mappedText(data, options.maxBytes);
  const pieces = options.pieces?.(source.data as JsonObject, externalId);
  const ofPieces = pieces === undefined ? '' : textOfPieces(pieces);
  // The same fields of a whole record say that it has no others.
  const ofPart = source.isPartial === true ? '\npart' : '';
  return {
    externalId,
    contentHash: options.digest(`${options.salt}\n${dataText}${ofPieces}${ofPart}`),
    dataText,
    ...(pieces && { pieces }),
    version: knownVersion(source.version),
    modifiedAt: source.modifiedAt === null ? null : storableTime(source.modifiedAt),
    observedAt: observedAtOf(source, options),
    ...(source.told && { isTold: true }),
  };
}

/** It came over the bus. */
function knownVersion(version: Version | null): Version | null {
  return version !== null && isVersion(version) ? version : null;
}

/** The length of `2026-01-02T03:04:05.000Z`. */
const TO_THE_MS = 24;

/** The provider's own idea of a time is no reason to lose the record: what is no time counts as none. */
function storableTime(text: string): string | null {
  const ms = parseIsoTime(text);
  if (Number.isNaN(ms)) return null;
  // To the millisecond, as the store keeps it, so that the same time is the same when it comes again.
  // Stryker disable next-line ConditionalExpression,MethodExpression: made anew it is the same, in a longer time
  return text.length === TO_THE_MS && text.endsWith('Z') ? text : new Date(ms).toISOString();
}

function describeRefusal({ code, message }: NonNullable<SourceRecord['refusal']>): Problem {
  const known: CatalogedError | undefined = Object.hasOwn(errorCatalog, code)
    ? errorCatalog[code as keyof typeof errorCatalog]
    : undefined;
  return {
    code: storableText(code),
    errorClass: known?.errorClass ?? 'business',
    message: storableText(message),
    remedy: known?.remedy ?? "Read the provider's message; the local record stays as it was last seen.",
  };
}
