import { isAscii, isUtf8 } from 'node:buffer';
import { SyncError } from '@evenkeel/domain';

/** What is known of the encoding of a body besides its bytes. */
export interface BodyEncoding {
  /** As a person set it: goes before everything else. */
  readonly charset: string | undefined;
  /** The content type as the provider says it; empty where it says none. */
  readonly type: string;
  /** Where the body comes from, for messages. */
  readonly place: string;
  /** What the text itself says; asked with its beginning as if that were ASCII. */
  readonly charsetIn?: ((text: string) => string | undefined) | undefined;
}

const HEAD_BYTES = 1024;

const UTF_8 = /^(?:utf-?8|us-ascii)$/i;

/**
 * The text of a body. A byte order mark goes before the label (WHATWG Encoding, 6), and bytes that are UTF-8 beyond ASCII are
 * UTF-8 whatever the label, or the text itself, says: JSON is (RFC 8259, 8.1), and text of another encoding hardly ever looks like it.
 * Throws `provider.wrong_charset`, and `provider.malformed_body` where it ends within a character.
 */
export function decodeBody(body: Buffer, { charset, type, place, charsetIn }: BodyEncoding): string {
  const label =
    /;\s*charset="?([\w-]+)/i.exec(type)?.[1] ?? charsetIn?.(body.toString('latin1', 0, HEAD_BYTES));
  const name = charset ?? markOf(body) ?? (label === undefined || isPlainlyUtf8(body) ? 'utf-8' : label);
  if (!UTF_8.test(name)) return decodeAs(name, body, place);
  // Wrong bytes would silently become U+FFFD and be stored as if the provider had said so.
  if (!isUtf8(body)) throw notUtf8(body, place);
  const text = body.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** NUL is in no JSON text, but in every one of UTF-16. */
function isPlainlyUtf8(body: Buffer): boolean {
  return isUtf8(body) && !isAscii(body) && !body.includes(0);
}

function markOf(body: Buffer): string | undefined {
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  return body[0] === 0xfe && body[1] === 0xff ? 'utf-16be' : undefined;
}

function notUtf8(body: Buffer, place: string): SyncError {
  return endsWithinCharacter(body)
    ? new SyncError('provider.malformed_body', `The body from ${place} ends in the middle of a character`)
    : new SyncError('provider.wrong_charset', `The body from ${place} is not valid UTF-8`);
}

/** All is well as long as more may come: it was cut off. */
function endsWithinCharacter(body: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function decodeAs(charset: string, body: Buffer, place: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body);
  } catch (cause) {
    throw new SyncError('provider.wrong_charset', `The body from ${place} is not valid ${charset}`, {
      cause,
    });
  }
}
