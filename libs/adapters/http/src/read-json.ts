import { parseJson, SyncError, type JsonValue } from '@evenkeel/domain';
import { decodeBody } from './decode-body.js';
import { nestsDeeperThan } from './nests-deeper-than.js';

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Each `Set-Cookie` by itself: they cannot be told apart once they are joined. Left out: there are none. */
  readonly setCookies?: readonly string[];
}

/** What is known of a body before it is read. */
export interface BodyReading {
  /** Where it comes from, for messages. */
  readonly place: string;
  readonly maxDepth: number;
  /** How it is encoded, where a person has said so. */
  readonly charset: string | undefined;
  /** How it begins, for messages: on one line and without what was sent as a secret. */
  readonly begins: () => string;
}

/**
 * The body of an answer as JSON; null where the status says that there is none.
 * Throws `provider.unexpected_content` for a page in HTML and the like, `provider.malformed_body` for broken JSON,
 * `provider.wrong_charset` for bytes that are not in the encoding that they should be in.
 */
export function readJson(answer: RawAnswer, reading: BodyReading): JsonValue {
  const { place, maxDepth, charset } = reading;
  if (answer.status === 204 || answer.status === 205) return null;
  const type = answer.headers['content-type'] ?? '';
  const value = parse(decodeBody(answer.body, { charset, type, place }), type, reading);
  if (value === undefined || nestsDeeperThan(value, maxDepth)) {
    throw new SyncError(
      'provider.body_too_deep',
      `The body from ${place} is nested deeper than ${maxDepth} levels`,
    );
  }
  return value;
}

/** Undefined where it nests so deep that the parser gave up. */
function parse(text: string, type: string, { place, begins }: BodyReading): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    // A type that does not claim JSON is forgiven as long as the body is JSON: some servers label everything text.
    if (!claimsJson(type) || text.trimStart().startsWith('<')) {
      const message = `${place} answered with ${describeContent(text, type)}${isHtml(text, type) ? '' : begins()}`;
      throw new SyncError('provider.unexpected_content', message);
    }
    const reason = text.trim() === '' ? 'it is empty' : quoteFree(error);
    throw new SyncError('provider.malformed_body', `The body from ${place} is not valid JSON: ${reason}`);
  }
}

/** The parser's message without the piece of the body that it quotes: that may be personal data. */
function quoteFree(error: unknown): string {
  const message = error instanceof Error ? error.message : 'unreadable';
  return message.replace(/,? ?(\.\.\.)?".*/s, '').trim();
}

function claimsJson(type: string): boolean {
  return type === '' || /^[\w.+/-]*[/+-]json\b/i.test(type);
}

/** What came instead of JSON, and whether it claims to be JSON. */
function describeContent(text: string, type: string): string {
  const claimed = type !== '' && claimsJson(type) ? `, although it says ${type}` : ' instead of JSON';
  if (isHtml(text, type)) {
    const [, title = ''] = /<title[^>]*>([^<]{1,200})/i.exec(text) ?? [];
    const named = title.trim() === '' ? '' : ` (titled "${title.replace(/\s+/g, ' ').trim().slice(0, 80)}")`;
    return `an HTML page${named}${claimed}`;
  }
  return `${type === '' || claimsJson(type) ? 'something that is not JSON' : type}${claimed}`;
}

function isHtml(text: string, type: string): boolean {
  return /\bhtml\b/i.test(type) || /^\s*(<!doctype\s+html|<html|<head|<body)/i.test(text);
}
