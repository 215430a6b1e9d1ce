import { ExactNumber, type JsonValue } from '@evenkeel/domain';

/** Whether arrays and objects are nested deeper than `depth`. */
export function nestsDeeperThan(value: JsonValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return false;
  if (depth === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) if (nestsDeeperThan(item, depth - 1)) return true;
    return false;
  }
  const object = value as Readonly<Record<string, JsonValue>>;
  for (const key in object) {
    const member = object[key];
    if (typeof member === 'object' && nestsDeeperThan(member, depth - 1)) return true;
  }
  return false;
}
