import { SyncError, type JsonValue } from '@evenkeel/domain';
import type { BodyFormat } from '@evenkeel/ports';
import { decodeBody } from './decode-body.js';
import { nestsDeeperThan } from './nests-deeper-than.js';

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Each `Set-Cookie` by itself: they cannot be told apart once they are joined. Left out: there are none. */
  readonly setCookies?: readonly string[];
  /** Nothing but the end of its connection told where the body ends. */
  readonly isOpenEnded?: true;
}

/** What is known of a body before it is read. */
export interface BodyReading {
  readonly format: BodyFormat;
  /** Where it comes from, for messages. */
  readonly place: string;
  readonly maxDepth: number;
  /** How it is encoded, where a person has said so. */
  readonly charset: string | undefined;
  /** How it begins, for messages: on one line and without what was sent as a secret. */
  readonly begins: () => string;
}

/**
 * The body of an answer as a value; null where the status says that there is none.
 * Throws `provider.unexpected_content` for a page in HTML and the like, `provider.malformed_body` for a body that is broken,
 * `provider.wrong_charset` for bytes that are not in the encoding that they should be in.
 */
export function readContent(answer: RawAnswer, reading: BodyReading): JsonValue {
  const { place, maxDepth } = reading;
  if (answer.status === 204 || answer.status === 205) return null;
  const value = parse(textOf(answer, reading), typeOf(answer), reading);
  if (value === undefined || nestsDeeperThan(value, maxDepth)) {
    throw new SyncError(
      'provider.body_too_deep',
      `The body from ${place} is nested deeper than ${maxDepth} levels`,
    );
  }
  return value;
}

/** The content type as the provider says it; empty where it says none. */
function typeOf({ headers }: RawAnswer): string {
  return headers['content-type'] ?? '';
}

/** The media type of an answer, in small letters and without parameters. */
export function mediaTypeOf(answer: RawAnswer): string {
  return (typeOf(answer).split(';')[0] ?? '').trim().toLowerCase();
}

function textOf(answer: RawAnswer, { charset, place, format }: BodyReading): string {
  return decodeBody(answer.body, { charset, type: typeOf(answer), place, charsetIn: format.charsetIn });
}

/** Undefined where it nests so deep that the parser gave up. */
function parse(
  text: string,
  type: string,
  { format, place, begins, maxDepth }: BodyReading,
): JsonValue | undefined {
  try {
    // Nearly every text can be read as a table.
    if (format.begins === undefined && isHtmlText(text)) throw new SyntaxError('it is an HTML page');
    return format.read(text, { maxDepth });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    if (error instanceof SyncError) throw error;
    // A type that claims something else is forgiven as long as the body can be read: some servers label everything text.
    if (!claims(format, type) || isForeign(text, format)) {
      const message = `${place} answered with ${describeContent(text, type, format)}${isHtml(text, type) ? '' : begins()}`;
      throw new SyncError('provider.unexpected_content', message);
    }
    const reason = text.trim() === '' ? 'it is empty' : quoteFree(error);
    throw new SyncError(
      'provider.malformed_body',
      `The body from ${place} is not valid ${format.name}: ${reason}`,
    );
  }
}

/** The parser's message without the piece of the body that it quotes: that may be personal data. */
function quoteFree(error: unknown): string {
  const message = error instanceof Error ? error.message : 'unreadable';
  return message.replace(/,? ?(\.\.\.)?".*/s, '').trim();
}

function claims({ isNamedBy }: BodyFormat, type: string): boolean {
  return type === '' || isNamedBy((type.split(';')[0] ?? '').trim().toLowerCase());
}

function isForeign(text: string, { begins }: BodyFormat): boolean {
  return isHtmlText(text) || (text.trimStart().startsWith('<') && begins?.test(text) !== true);
}

/** What came instead of the format, and whether it claims to be in it. */
function describeContent(text: string, type: string, format: BodyFormat): string {
  const isClaimed = claims(format, type);
  const claimed = type !== '' && isClaimed ? `, although it says ${type}` : ` instead of ${format.name}`;
  if (isHtml(text, type)) {
    const [, title = ''] = /<title[^>]*>([^<]{1,200})/i.exec(text) ?? [];
    const named = title.trim() === '' ? '' : ` (titled "${title.replace(/\s+/g, ' ').trim().slice(0, 80)}")`;
    return `an HTML page${named}${claimed}`;
  }
  return `${isClaimed ? `something that is not ${format.name}` : type}${claimed}`;
}

function isHtml(text: string, type: string): boolean {
  return /\bhtml\b/i.test(type) || isHtmlText(text);
}

function isHtmlText(text: string): boolean {
  return /^\s*(<!doctype\s+html|<html|<head|<body)/i.test(text);
}
