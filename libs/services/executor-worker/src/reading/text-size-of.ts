import { ExactNumber } from '@evenkeel/domain';

/**
 * About how many bytes a value takes as JSON text: exact for plain ASCII but for numbers that a double holds, which count as
 * eight. Writing the text to measure it takes ten times as long.
 */
export function textSizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  if (value instanceof ExactNumber) return value.text.length;
  let size = 2;
  if (Array.isArray(value)) {
    for (const item of value) size += textSizeOf(item) + 1;
    return size;
  }
  // Plain objects only: whatever JSON gives has no other fields than its own.
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name in fields) size += name.length + 4 + textSizeOf(fields[name]);
  return size;
}
