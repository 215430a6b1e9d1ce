import type { EventFact } from './event-fact.js';
import { eventsOf, type EventContent } from './events-of.js';

/** A fact as it was kept. */
export type KeptFact = EventFact & { readonly tenantId: string; readonly at: string };

/** An event that has no place yet. */
export interface ToldEvent extends EventContent {
  readonly tenantId: string;
  /** ISO 8601: when it happened. */
  readonly at: string;
}

/** An event in its place. */
export interface NumberedEvent extends ToldEvent {
  /** Its place among all events of the installation: grows, and is seen only after all smaller ones. */
  readonly position: number;
  /** Its place among those of its subject, from 1 and without a gap. */
  readonly sequence: number;
}

export interface Numbered {
  readonly events: readonly NumberedEvent[];
  readonly position: number;
  /** The last sequence of each subject that has a new event. */
  readonly sequences: ReadonlyMap<string, number>;
}

/** What is told of facts, in their order. */
export function toldOf(facts: readonly KeptFact[]): readonly ToldEvent[] {
  return facts.flatMap(({ tenantId, at, ...fact }) =>
    eventsOf(fact).map((content) => ({ ...content, tenantId, at })),
  );
}

/** Puts events behind those that were numbered before. */
export function numberEvents(
  told: readonly ToldEvent[],
  before: Pick<Numbered, 'position' | 'sequences'>,
): Numbered {
  const sequences = new Map<string, number>();
  const events = told.map((event, at) => {
    const { subject } = event;
    const sequence = (sequences.get(subject) ?? before.sequences.get(subject) ?? 0) + 1;
    sequences.set(subject, sequence);
    return { ...event, position: before.position + at + 1, sequence };
  });
  return { events, position: before.position + told.length, sequences };
}
