/**
 * What does something to a terminal or to the order of the text around it, instead of being shown: control characters (C0, DEL, C1),
 * line and paragraph separators, bidirectional controls (UAX 9), and halves of surrogate pairs, which no encoding has.
 */
const ACTING = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/gu;

/**
 * The text on one line, with what acts written as JSON writes it (`\u001b`): fit for a terminal, also where a provider wrote it. Within a JSON
 * document it means the same as before.
 */
export function printable(text: string): string {
  return text.replace(ACTING, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
