import { readPattern, type TimePattern } from '../../time/time-pattern.js';
import { isZone } from '../../time/wall-time.js';
import { InvalidMapping } from '../invalid-mapping.js';
import type { Settings } from './settings.js';

/** The setting `pattern`. Throws InvalidMapping that says what is wrong with it. */
export function patternOf(settings: Settings): TimePattern {
  const text = settings.text('pattern');
  try {
    return readPattern(text);
  } catch (error) {
    throw new InvalidMapping((error as Error).message, 'pattern');
  }
}

/** The setting `zone`, which is UTC where it is left out. */
export function zoneOf(settings: Settings): string {
  const zone = settings.text('zone', { fallback: 'UTC' });
  if (!isZone(zone)) throw new InvalidMapping('is no time zone, such as Europe/Berlin or UTC', 'zone');
  return zone;
}
