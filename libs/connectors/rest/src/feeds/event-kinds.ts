import { idText, type JsonValue } from '@evenkeel/domain';
import type { ChangesSettings, EventMeaning } from '../settings/feed-settings.js';
import { valueAt } from '../value-at.js';

/** What an event means for the record that it names; `isKnown` is false where no rule says so. */
export interface EventReading {
  readonly meaning: EventMeaning;
  /** Null where it has none. */
  readonly kind: string | null;
  readonly isKnown: boolean;
}

/** A rule with the whole name goes first, then the longest that is its beginning. */
export function readEvent(
  event: JsonValue,
  { kindPath, kinds }: Pick<ChangesSettings, 'kindPath' | 'kinds'>,
): EventReading {
  const kind = kindPath === undefined ? null : idText(valueAt(event, kindPath));
  if (kindPath === undefined) return { meaning: 'changed', kind, isKnown: true };
  const fitting = Object.keys(kinds).filter((name) => fits(name, kind ?? ''));
  const [rule] = fitting.sort((one, other) => rankOf(other) - rankOf(one));
  const meaning = rule === undefined ? undefined : kinds[rule];
  return { meaning: meaning ?? 'changed', kind, isKnown: meaning !== undefined };
}

function fits(name: string, kind: string): boolean {
  return name.endsWith('*') ? kind.startsWith(name.slice(0, -1)) : kind === name;
}

function rankOf(name: string): number {
  return name.endsWith('*') ? name.length : Infinity;
}
