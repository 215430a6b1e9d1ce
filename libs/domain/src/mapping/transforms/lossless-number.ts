const NOTHING_OR_SPACE = /^$|\s/;
const WHOLE = /^[+-]?\d+$/;

/** The number a text says, if a JSON number can hold it without losing a digit; else undefined. */
export function losslessNumber(text: string): number | undefined {
  // `Number` reads past white space, and nothing as 0. What else it takes, such as 0x10, has letters among its digits.
  if (NOTHING_OR_SPACE.test(text)) return undefined;
  const number = Number(text);
  if (WHOLE.test(text)) return Number.isSafeInteger(number) ? number : undefined;
  return Number.isFinite(number) && digitsOf(text) === digitsOf(String(number)) ? number : undefined;
}

/** Digits that carry information: no sign, point, exponent, leading or trailing zeros. */
function digitsOf(text: string): string {
  const digits = (text.split(/[eE]/, 1)[0] as string).replace(/[+\-.]/g, '');
  let start = 0;
  let end = digits.length;
  while (digits[start] === '0') start += 1;
  while (digits[end - 1] === '0') end -= 1;
  return digits.slice(start, end);
}
