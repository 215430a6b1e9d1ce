import { measureDeliveries } from './deliveries/measure-deliveries.js';
import { figure, type Figure } from './figure.js';
import { measureEvents } from './measure-events.js';
import { measureTraces } from './measure-traces.js';
import { measureListeners } from './measure-listeners.js';

type Tell = (progress: string) => void;

/** Figures of what is told to others, by the name that `--only` takes. */
export const EVENT_FIGURES: Readonly<
  Record<string, (measured: { readonly tell: Tell }) => Promise<readonly Figure[]>>
> = {
  events: async ({ tell }) => {
    tell('unchanged pages that are told, and not ...');
    const turns = await measureEvents();
    return [
      figure(
        '(m) rate of applying unchanged pages that are told / not',
        'x',
        turns.map(({ untold, told }) => untold / told),
        { atLeast: 0.95 },
      ),
      figure(
        '    the same with their numbering after them, which is done beside them',
        'x',
        turns.map(({ untold, told, numbered }) => untold / (told + numbered)),
      ),
    ];
  },
  deliveries: async ({ tell }) => {
    tell('deliveries to the gateway, and to a server that inserts the same row ...');
    const { gateway, bare, burstRuns, burstSeconds } = await measureDeliveries();
    const beside = gateway.map(({ perSecond }, round) => perSecond / (bare[round]?.perSecond ?? NaN));
    const rates = gateway.map(({ perSecond }) => perSecond);
    const p99 = gateway.map(({ p99Ms }) => p99Ms);
    return [
      figure('(o) deliveries taken, rate / a bare server with the same row', 'x', beside, { atLeast: 0.7 }),
      figure('    deliveries taken', '/s', rates, { atLeast: 2_000 }),
      figure('    answered, 99 of 100', 'ms', p99, { atMost: 50 }),
      figure(
        '    the same of the bare server',
        'ms',
        bare.map(({ p99Ms }) => p99Ms),
      ),
      figure('    runs of 10,000 deliveries for one record', 'runs', [burstRuns]),
      figure('    the time that these took to be sent', 's', [burstSeconds]),
    ];
  },
  traces: async ({ tell }) => {
    tell('unchanged runs, of which one in a hundred is traced, and none ...');
    const turns = await measureTraces();
    return [
      figure(
        '(q) processor time of the engine without traces / with 1 % of them',
        'x',
        turns.map(({ off, on }) => off.engine / on.engine),
        { atLeast: 0.98 },
      ),
      figure(
        '    the same by the clock on the wall',
        'x',
        turns.map(({ off, on }) => off.wall / on.wall),
      ),
    ];
  },
  listeners: async ({ tell }) => {
    tell('1,000 clients that listen ...');
    const { addedMb, latencyMs } = await measureListeners();
    return [
      figure('(n) memory of 1,000 clients that listen to events', 'MB', [addedMb], { atMost: 50 }),
      figure('    from a change until the last of them is told', 'ms', [latencyMs]),
    ];
  },
};
