import type { StoppedValues } from './match-settings.js';

/** What people and programs write where they have nothing to say, in lower case. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(
  [
    'n/a|n.a.|none|null|undefined|unknown|anonymous|no name|noname|not available|not applicable|not provided',
    'unbekannt|keine|keine angabe|k.a.|inconnu|desconocido|sin nombre|sconosciuto|неизвестно|нет',
    'test|testing|test test|dummy|foo|foo bar|example|sample|asdf|qwerty|xxx|xx|x|tbd|tba|todo|deleted|removed',
  ].flatMap((line) => line.split('|')),
);

/** Mailboxes that stand for none by what is before the @, by their domain, or by an ending that RFC 2606 reserves. */
const SHARED_ADDRESS =
  /^(?:none|no|null|na|n\.a|no[-.]?e?mail|no[-.]?reply|do[-.]?not[-.]?reply|unknown|anonymous|tests?|testing|dummy|fake|foo|example|sample|asdf|xxx?)@|@(?:none|no|tests?|fake|dummy|no-?e?mail|unknown|localhost|invalid)\.[a-z]+$|\.(?:example|test|invalid|localhost)$/;

/** Zeros alone, one digit over and over to the end, or the digits in the order of the keyboard. */
const SHARED_NUMBER = /^0{3,}$|(\d)\1{6}$|^(?:\+\d{1,3})?0?(?:1234567(?:89?)?0?|9876543(?:21?)?0?)$/;
const NUMBER = /^\+?[\d\s()./-]+$/;
/** Only signs: nothing was said. */
const SIGNS = /^[^\p{L}\p{N}]+$/u;

/** Whether a value, as it was made comparable, is one that stands for having none. */
export function isPlaceholder(value: string): boolean {
  const text = value.toLowerCase();
  if (PLACEHOLDERS.has(text) || SIGNS.test(text)) return true;
  if (text.includes('@')) return SHARED_ADDRESS.test(text);
  return NUMBER.test(text) && SHARED_NUMBER.test(text.replace(/[^\d+]/g, ''));
}

/** Stopped values of a field, made comparable as its own are. */
export function stoppedOf(
  field: string,
  stopList: readonly StoppedValues[],
  normalise: (text: string) => string,
): ReadonlySet<string> {
  return new Set(
    stopList.filter((each) => each.field === field).flatMap(({ values }) => values.map(normalise)),
  );
}
