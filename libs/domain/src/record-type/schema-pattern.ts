import { RE2JS } from 're2js';

/** A pattern is longer only where it was generated. */
export const LONGEST_PATTERN = 1_000;

/**
 * A pattern in an engine whose time grows with the length of the text alone (RE2): a schema comes from people, texts come from
 * providers, and the expressions of the language itself can be made to take for ever. Throws an Error for what this engine does
 * not know: look-around and back references.
 */
export function compilePattern(pattern: string): { test(text: string): boolean; toString(): string } {
  const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
  // The validator takes patterns of one text for the same: without a text of its own each would be the first.
  return { test: (text) => compiled.matcher(text).find(), toString: () => pattern };
}
