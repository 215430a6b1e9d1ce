import { messageCatalog, SERVICE_NAMES } from '@evenkeel/contracts-messages';
import { webhookGatewayService } from '@evenkeel/service-webhook-gateway';
import { withStages } from '../command/with-stages.js';
import { PLACES } from './places.js';
import { HOSTED, NOT_SIMULATED } from './simulated-services.js';
import { World } from './world.js';

const hosted = Object.values(HOSTED).flat();
const gaps = new Set<string>(NOT_SIMULATED.map(({ what }) => what));
/** What all services do, in the words of the list of gaps. */
const known = [...hosted, webhookGatewayService];

describe('a world simulates', () => {
  let sweeps: ReadonlySet<string>;
  let listeners: ReadonlyMap<string, readonly string[]>;
  beforeAll(
    () =>
      withStages(1, undefined, async ([stage]) => {
        const world = await World.create({ stage: stage!, seed: 1 });
        sweeps = new Set(PLACES.flatMap((place) => world.process(place).sweeps.map(({ name }) => name)));
        const pairs = messageCatalog.flatMap(({ topic, to }) =>
          to.map((service) => [service, topic] as const),
        );
        listeners = new Map(
          pairs.map(([service, topic]) => [`${service} ${topic}`, world.bus.listeners(service, topic)]),
        );
        await world.close();
      }),
    90_000,
  );

  it.each(NOT_SIMULATED.map(({ what, because }) => [what, because]))('everything but %s: %s', (what) => {
    const named = known.flatMap(({ name, handlers, sweeps: own, endpoints }) => [
      name,
      ...(endpoints.length > 0 ? [`${name}: endpoints`] : []),
      ...[...handlers.map(({ handler }) => handler), ...own].map(({ type }) => `${name}: ${type.name}`),
    ]);
    // What is gone, or is simulated by now, leaves the list.
    expect(named).toContain(what);
    expect(hosted.map(({ name }) => name)).not.toContain(what);
  });

  it.each(SERVICE_NAMES)('the service %s, unless it is on the list', (name) => {
    const definition = known.find((service) => service.name === name);
    expect(definition).toBeDefined();
    const isHosted = hosted.some((service) => service.name === name);
    expect(isHosted || gaps.has(name)).toBe(true);
    if (gaps.has(name)) expect([definition!.handlers, definition!.sweeps]).toEqual([[], []]);
    if (isHosted && definition!.endpoints.length > 0) expect(gaps).toContain(`${name}: endpoints`);
  });

  it.each(hosted.flatMap(({ name, sweeps: own }) => own.map(({ type }) => [name, type.name])))(
    'the sweep of %s %s',
    (service, name) => {
      expect(sweeps.has(name) || gaps.has(`${service}: ${name}`)).toBe(true);
    },
  );

  it.each(messageCatalog.flatMap(({ topic, to }) => to.map((service) => [topic, service])))(
    'the message %s to %s, in two replicas',
    (topic, service) => {
      expect(listeners.get(`${service} ${topic}`)).toHaveLength(2);
    },
  );
});
