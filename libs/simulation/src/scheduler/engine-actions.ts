import type { OpenTransaction } from '../database/open-transaction.js';
import { PLACES, type Place } from '../world/places.js';
import type { ProcessWorld } from '../world/process-world.js';
import type { ActionKind, Action } from './scheduler.js';

export interface Pace {
  /** Processes whose commits added messages that were not relayed since. */
  readonly wantedRelays: Set<string>;
  /** How often time passes although there is work; sweeps, and relays without a commit before, come more rarely. */
  readonly idleRate: number;
  /** `not asking`: all but those that ask for runs. */
  readonly sweeps: 'all' | 'not asking' | 'none';
}

/** All that can happen in a world by itself: statements, deliveries, relays, sweeps, and time. */
export function engineActions(world: ProcessWorld, pace: Pace): readonly ActionKind[] {
  const { idleRate } = pace;
  const starting = world.isBusy ? 0 : 1;
  return [
    { weight: 20, actions: () => statements(world) },
    { weight: 8 * starting, actions: () => deliveries(world) },
    { weight: 8 * starting, actions: () => relays(world, pace, 'wanted') },
    { weight: 0.15 * idleRate * starting, actions: () => relays(world, pace, 'any') },
    { weight: 0.6 * idleRate * starting * world.profile.sweepRate, actions: () => sweeps(world, pace) },
    { weight: 4 * starting, actions: () => readings(world) },
    { weight: 4, actions: () => awakenings(world) },
    { weight: 0.01 + 3 * idleRate, actions: () => [timePasses(world)] },
  ];
}

function statements(world: ProcessWorld): readonly Action[] {
  return world.transactions
    .parked()
    .filter(({ owner }) => world.isAwake(owner))
    .map((statement) => ({ name: nameOf(statement), happen: () => statement.release() }));
}

export function nameOf({ owner, number, sql }: OpenTransaction): string {
  return `${owner} #${number}: ${shortened(sql)}`;
}

/** What is parked is named in every step, and there are few hundred statements. */
const SHORTENED = new Map<string, string>();

function shortened(sql: string): string {
  const short = SHORTENED.get(sql) ?? sql.replace(/\s+/g, ' ').trim().slice(0, 70);
  SHORTENED.set(sql, short);
  return short;
}

function deliveries(world: ProcessWorld): readonly Action[] {
  return world.bus
    .deliveries((owner) => world.isAwake(owner))
    .map((delivery) => ({
      name: `${delivery.owner} gets ${delivery.message.topic} ${delivery.message.number}`,
      happen: () => void world.bus.deliver(delivery),
    }));
}

function readings(world: ProcessWorld): readonly Action[] {
  return world.topic
    .readings((owner) => world.isAwake(owner))
    .map(({ owner, read }) => ({ name: `${owner} reads the topic`, happen: read }));
}

function relays(world: ProcessWorld, { wantedRelays }: Pace, which: 'wanted' | 'any'): readonly Action[] {
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

function sweeps(world: ProcessWorld, pace: Pace): readonly Action[] {
  if (pace.sweeps === 'none') return [];
  const places = PLACES.filter((place: Place) => world.isAwake(world.process(place).owner));
  return places.flatMap((place) =>
    world
      .process(place)
      .sweeps.filter(({ asksForRuns }) => pace.sweeps === 'all' || !asksForRuns)
      .map((sweep) => ({
        name: `${world.process(place).owner} sweeps: ${sweep.name}`,
        happen: () => void sweep.run().catch(() => undefined),
      })),
  );
}

/** A standstill ends when its time is over. */
function awakenings(world: ProcessWorld): readonly Action[] {
  return world.sleepers
    .filter(({ untilMs }) => untilMs <= world.time.monotonicMs())
    .map(({ owner }) => ({ name: `${owner} goes on`, happen: () => world.goOn(owner) }));
}

function timePasses(world: ProcessWorld): Action {
  const happen = (): void => {
    if (!world.time.wakeNext((owner) => world.isAwake(owner))) world.time.advance(100);
  };
  return { name: 'time passes', happen };
}
