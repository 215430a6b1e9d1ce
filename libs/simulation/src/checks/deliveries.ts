import type { SimulatedConsumer } from '../workload/consumer/simulated-consumer.js';
import type { SimulatedSender } from '../workload/sender/simulated-sender.js';
import type { Invariant, TwoMoments } from './invariant.js';
import { firstOf } from './pages.js';
import type { SeenTrigger, Snapshot } from './snapshot.js';
import type { SeenDelivery } from './told-snapshot.js';

/** Longer deliveries are not kept: then their names are new. */
const KEPT_MS = 7 * 86_400_000;

/** What holds for what a provider delivers. */
export const DELIVERY_INVARIANTS: readonly Invariant<TwoMoments>[] = [
  {
    says: 'A delivery is kept once, however often it is sent, and to whichever replica.',
    isTested: ({ before, now }) => now.deliveries.length > before.deliveries.length,
    find: ({ now }) => {
      const names = new Set<string>();
      return firstOf(now.deliveries, ({ name }) => {
        if (names.has(name)) return `${name} is kept twice`;
        names.add(name);
        return undefined;
      });
    },
  },
  {
    says: 'A delivery starts its runs once.',
    isTested: ({ before, now }) => now.triggers.length > before.triggers.length,
    find: ({ before, now }) => {
      if (now.triggers.length === before.triggers.length && isEqual(before.deliveries, now.deliveries))
        return undefined;
      const known = new Set(before.triggers.map(({ id }) => id));
      const named = new Set(now.deliveries.flatMap(({ triggers }) => triggers));
      const orphan = now.triggers.find(
        ({ id, kind }) => kind === 'webhook' && !known.has(id) && !named.has(id),
      );
      if (orphan !== undefined) return `${orphan.actor} asks for a run, and no delivery became that`;
      const were = new Map(before.deliveries.map((delivery) => [delivery.id, delivery]));
      return firstOf(now.deliveries, ({ id, name, triggers }) => {
        const was = were.get(id)?.triggers ?? [];
        return was.length === 0 || was.join() === triggers.join() ? undefined : `${name} became runs twice`;
      });
    },
  },
  {
    says: 'The runs that a delivery became read what it names.',
    isTested: ({ before, now }) => now.triggers.length > before.triggers.length,
    find: ({ before, now }) =>
      isEqual(before.deliveries, now.deliveries) ? undefined : firstOf(now.deliveries, unread(now.triggers)),
  },
];

function isEqual(before: readonly SeenDelivery[], now: readonly SeenDelivery[]): boolean {
  const settled = (all: readonly SeenDelivery[]) => all.filter(({ state }) => state !== 'waiting').length;
  return before.length === now.length && settled(before) === settled(now);
}

function unread(triggers: readonly SeenTrigger[]) {
  const byId = new Map(triggers.map((trigger) => [trigger.id, trigger]));
  return ({ name, state, triggers: own, externalIds }: SeenDelivery): string | undefined => {
    if (state === 'waiting') return undefined;
    if (state !== 'accepted') return `${name} is ${state}, although a job wants it`;
    const read = new Set(own.flatMap((id) => byId.get(id)?.named ?? []));
    const left = externalIds.find((id) => !read.has(id));
    return left === undefined ? undefined : `${name} names ${left}, and no run of it reads that`;
  };
}

/** Once everything is quiet: whatever was answered is here, and became runs. */
export function findUndelivered(now: Snapshot, sender: SimulatedSender): string | undefined {
  const kept = new Map(now.deliveries.map((delivery) => [delivery.name, delivery]));
  return firstOf([...sender.answered], ([name, at]) => {
    const delivery = kept.get(name);
    if (delivery !== undefined)
      return delivery.state === 'waiting' ? `${name} was answered, and still waits` : undefined;
    const isForgotten = Date.parse(now.at) - at.getTime() >= KEPT_MS;
    return isForgotten ? undefined : `${name} was answered, and is not here`;
  });
}

/** Once everything is quiet: others were told to which end each run came. */
export function findUntold(now: Snapshot, consumer: SimulatedConsumer): string | undefined {
  return firstOf(now.executions, ({ id, status }) => {
    const told = consumer.statusOf(id);
    return told === status
      ? undefined
      : `execution ${id} is ${status}, and ${told ?? 'nothing'} was told of it last`;
  });
}
