/**
 * An id of the form of a real one that, as good as certainly, no record has. A number stays a number, a UUID a UUID; an id of several
 * parts keeps all but its last, so that what it leads to exists.
 */
export function makeUpId(like: string): string {
  const parts = like.split('/');
  const last = parts.pop() ?? '';
  return [...parts, made(last)].join('/');
}

/** Longest whole number that a double and a bigint column hold, so that it is refused for want of a record and not for its size. */
const MOST_DIGITS = 15;

function made(like: string): string {
  if (/^\d+$/.test(like)) return numberLike(like);
  const [, head = '', digits] = /^(.*?)(\d{3,})$/.exec(like) ?? [];
  if (digits !== undefined && !isUuid(like)) return head + numberLike(digits);
  const spelt = [...like].map(turned).join('');
  return spelt === like ? `${like}zq9` : spelt;
}

function numberLike(digits: string): string {
  const long = '987654321'.repeat(2).slice(0, Math.min(MOST_DIGITS, Math.max(9, digits.length)));
  return long === digits ? long.replace(/^9/, '8') : long;
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i.test(text);
}

/** Each letter and digit becomes another one of its kind that is also hexadecimal where it was. */
function turned(character: string): string {
  if (/[0-9]/.test(character)) return String(9 - Number(character));
  if (/[a-f]/.test(character)) return 'fedcba'.charAt('abcdef'.indexOf(character));
  if (/[A-F]/.test(character)) return 'FEDCBA'.charAt('ABCDEF'.indexOf(character));
  if (/[g-z]/.test(character))
    return 'zyxwvutsrqponmlkjihg'.charAt('ghijklmnopqrstuvwxyz'.indexOf(character));
  if (/[G-Z]/.test(character))
    return 'ZYXWVUTSRQPONMLKJIHG'.charAt('GHIJKLMNOPQRSTUVWXYZ'.indexOf(character));
  return character;
}
