/** A decimal number by value: `digits` times ten to the power of `exponent`. Zero has no digits. */
export interface Decimal {
  readonly isNegative: boolean;
  /** Without zeros at either end. */
  readonly digits: string;
  readonly exponent: number;
}

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** What JSON, `String(number)` or a person writes as a number; undefined for anything else. */
export function readDecimal(text: string): Decimal | undefined {
  const parts = NUMBER.exec(text);
  if (parts === null) return undefined;
  const [, sign, whole, fraction = '', power] = parts as unknown as [
    string,
    string,
    string,
    string?,
    string?,
  ];
  const written = whole + fraction;
  if (written === '') return undefined;
  let start = 0;
  let end = written.length;
  while (written[start] === '0') start += 1;
  while (written[end - 1] === '0') end -= 1;
  const digits = written.slice(start, end);
  if (digits === '') return { isNegative: false, digits, exponent: 0 };
  return {
    isNegative: sign === '-',
    digits,
    exponent: Number(power ?? 0) - fraction.length + written.length - end,
  };
}

/** How many digits it takes to write it without an exponent, before and behind the point. */
export function expandedLength({ digits, exponent }: Decimal): number {
  return Math.max(digits.length, digits.length + exponent, -exponent);
}

/** Written without an exponent and without zeros that say nothing: the same text for equal values. */
export function expand({ isNegative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  return (isNegative ? '-' : '') + expandAbsolute(digits, exponent);
}

function expandAbsolute(digits: string, exponent: number): string {
  if (exponent >= 0) return digits + '0'.repeat(exponent);
  const point = digits.length + exponent;
  if (point > 0) return `${digits.slice(0, point)}.${digits.slice(point)}`;
  return `0.${'0'.repeat(-point)}${digits}`;
}

/** Below zero: `one` is the smaller. */
export function compareDecimals(one: Decimal, other: Decimal): number {
  const [sign, otherSign] = [signOf(one), signOf(other)];
  if (sign !== otherSign) return sign - otherSign;
  return one.isNegative ? compareSizes(other, one) : compareSizes(one, other);
}

function compareSizes(one: Decimal, other: Decimal): number {
  const places = one.digits.length + one.exponent - (other.digits.length + other.exponent);
  if (places !== 0) return places;
  // Both begin at the same place, so the digits compare as texts do.
  return Number(one.digits > other.digits) - Number(one.digits < other.digits);
}

function signOf({ isNegative, digits }: Decimal): number {
  if (digits === '') return 0;
  return isNegative ? -1 : 1;
}
