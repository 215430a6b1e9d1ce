import { isUtf8 } from 'node:buffer';
import { parseJson, SyncError, type JsonValue } from '@evenkeel/domain';
import { nestsDeeperThan } from './nests-deeper-than.js';

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * The body of an answer as JSON; null where the status says that there is none.
 * Throws `provider.unexpected_content` for a page in HTML and the like, `provider.malformed_body` for broken JSON.
 */
export function readJson(answer: RawAnswer, place: string, maxDepth: number): JsonValue {
  if (answer.status === 204 || answer.status === 205) return null;
  const type = answer.headers['content-type'] ?? '';
  const value = parse(decode(answer.body, type, place), type, place);
  if (value === undefined || nestsDeeperThan(value, maxDepth)) {
    throw new SyncError(
      'provider.body_too_deep',
      `The body from ${place} is nested deeper than ${maxDepth} levels`,
    );
  }
  return value;
}

/** Undefined where it nests so deep that the parser gave up. */
function parse(text: string, type: string, place: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    // A type that does not claim JSON is forgiven as long as the body is JSON: some servers label everything text.
    if (!claimsJson(type) || text.trimStart().startsWith('<')) {
      const found = type === '' ? 'something that is not JSON' : type;
      throw new SyncError('provider.unexpected_content', `${place} answered with ${found} instead of JSON`);
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

function decode(body: Buffer, type: string, place: string): string {
  const charset = /;\s*charset="?([\w-]+)/i.exec(type)?.[1] ?? 'utf-8';
  if (!/^(utf-?8|us-ascii)$/i.test(charset)) return decodeAs(charset, body, place);
  // Wrong bytes would silently become U+FFFD and be stored as if the provider had said so.
  if (!isUtf8(body)) {
    throw new SyncError('provider.malformed_body', `The body from ${place} is not valid UTF-8`);
  }
  const text = body.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function decodeAs(charset: string, body: Buffer, place: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body);
  } catch (cause) {
    throw new SyncError('provider.malformed_body', `The body from ${place} is not valid ${charset}`, {
      cause,
    });
  }
}
