/**
 * About how many bytes a value takes as JSON text: exact for plain ASCII but for numbers, which count as eight. Writing
 * the text to measure it takes ten times as long.
 */
export function textSizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 2;
  if (Array.isArray(value)) {
    for (const item of value) size += textSizeOf(item) + 1;
    return size;
  }
  for (const [name, inner] of Object.entries(value)) size += name.length + 4 + textSizeOf(inner);
  return size;
}
