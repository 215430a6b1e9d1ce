import { text } from './setting-text.js';

/** Encodings by the names of WHATWG Encoding. */
export const charset = text.refine(
  isCharset,
  'is not the name of an encoding, such as utf-8 or windows-1252',
);

function isCharset(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}
