import type { Snapshot } from '../checks/snapshot.js';
import type { World } from '../world/world.js';
import type { Action, ActionKind } from './scheduler.js';

/**
 * What goes on besides in a world whose provider sends deliveries, and which others are told of: both replicas turn deliveries into
 * runs, and tell what happened, as long as there is something to be done, or was when it was looked last.
 */
export function toldActions(world: World, seen: Snapshot): readonly ActionKind[] {
  if (!world.profile.isTold) return [];
  const starting = world.isBusy ? 0 : 1;
  const { facts, isUnpublished } = seen.untold;
  return [
    {
      weight: 3 * starting,
      actions: () =>
        seen.deliveries.some(({ state }) => state === 'waiting')
          ? replicas(world, 'takes what was delivered', (place) => world.process(place).startDelivered())
          : [],
    },
    {
      weight: 2 * starting,
      actions: () => [
        ...(facts > 0 ? replicas(world, 'numbers events', (place) => world.numberEvents(place)) : []),
        ...(isUnpublished ? replicas(world, 'tells events', (place) => world.publishEvents(place)) : []),
      ],
    },
  ];
}

const REPLICAS = ['control-a', 'control-b'] as const;
type Replica = (typeof REPLICAS)[number];

function replicas(world: World, does: string, work: (place: Replica) => Promise<unknown>): readonly Action[] {
  return REPLICAS.filter((place) => world.isAwake(world.process(place).owner)).map((place) => ({
    name: `${world.process(place).owner} ${does}`,
    happen: () => void work(place).catch(() => undefined),
  }));
}
