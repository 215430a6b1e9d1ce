import type { OpenTransaction } from '../database/open-transaction.js';
import { PLACES, type Place } from '../world/places.js';
import type { World } from '../world/world.js';
import type { Kind, Option } from './chooser.js';

export interface GoingOn {
  /** Processes whose commits added messages that were not relayed since. */
  readonly wantedRelays: Set<string>;
  /** How often time passes although there is work; sweeps and relays that nobody asked for come more rarely. */
  readonly restlessness: number;
  readonly sweeps: 'all' | 'all but asking' | 'none';
}

/** Sweeps that ask for runs. */
const ASKING = ['FireDueSlots', 'RetryFailedRuns'];

/** All that can happen in a world by itself: statements, deliveries, relays, sweeps, and time. */
export function thingsThatGoOn(world: World, goingOn: GoingOn): readonly Kind[] {
  const { restlessness } = goingOn;
  const starting = world.isBusy ? 0 : 1;
  return [
    { weight: 20, options: () => statements(world) },
    { weight: 8 * starting, options: () => deliveries(world) },
    { weight: 8 * starting, options: () => relays(world, goingOn, 'wanted') },
    { weight: 0.15 * restlessness * starting, options: () => relays(world, goingOn, 'any') },
    { weight: 0.3 * restlessness * starting * world.temper.sweeping, options: () => sweeps(world, goingOn) },
    { weight: 4, options: () => awakenings(world) },
    { weight: 0.01 + 3 * restlessness, options: () => [timePasses(world)] },
  ];
}

function statements(world: World): readonly Option[] {
  return world.transactions
    .parked()
    .filter(({ owner }) => world.isAwake(owner))
    .map((statement) => ({ name: nameOf(statement), happen: () => statement.release() }));
}

export function nameOf({ owner, number, sql }: OpenTransaction): string {
  return `${owner} #${number}: ${sql.replace(/\s+/g, ' ').trim().slice(0, 70)}`;
}

function deliveries(world: World): readonly Option[] {
  return world.bus
    .deliveries((owner) => world.isAwake(owner))
    .map((delivery) => ({
      name: `${delivery.owner} gets ${delivery.message.topic} ${delivery.message.number}`,
      happen: () => void world.bus.deliver(delivery),
    }));
}

function relays(world: World, { wantedRelays }: GoingOn, which: 'wanted' | 'any'): readonly Option[] {
  const awake = PLACES.filter((place) => world.isAwake(world.process(place).owner));
  const places = awake.filter((place) => wantedRelays.has(world.process(place).owner) || which === 'any');
  return places.map((place) => ({
    name: `${world.process(place).owner} relays`,
    happen: () => {
      wantedRelays.delete(world.process(place).owner);
      void world
        .process(place)
        .relay()
        .catch(() => undefined);
    },
  }));
}

function sweeps(world: World, goingOn: GoingOn): readonly Option[] {
  if (goingOn.sweeps === 'none') return [];
  const places = PLACES.filter((place: Place) => world.isAwake(world.process(place).owner));
  return places.flatMap((place) =>
    world
      .process(place)
      .sweeps.filter(({ constructor: { name } }) => goingOn.sweeps === 'all' || !ASKING.includes(name))
      .map((sweep) => ({
        name: `${world.process(place).owner} sweeps: ${sweep.constructor.name}`,
        happen: () => void sweep.run().catch(() => undefined),
      })),
  );
}

/** A standstill ends when its time is over. */
function awakenings(world: World): readonly Option[] {
  return world.sleepers
    .filter(({ untilMs }) => untilMs <= world.time.monotonicMs())
    .map(({ owner }) => ({ name: `${owner} goes on`, happen: () => world.goOn(owner) }));
}

function timePasses(world: World): Option {
  const happen = (): void => {
    if (!world.time.wakeNext((owner) => world.isAwake(owner))) world.time.advance(100);
  };
  return { name: 'time passes', happen };
}
