import { ListedLogger, ListedMeter } from '@evenkeel/conformance';
import { Random, type HttpCaller, type Timers } from '@evenkeel/ports';
import type { HttpLimits } from '../http-limits.js';
import { UndiciHttpCallers } from '../undici-http-callers.js';
import { BriskTimers, SteppedClock } from './brisk-timers.js';
import { ScriptedServer } from './scripted-server.js';

class Middle extends Random {
  next(): number {
    return 0.5;
  }
}

export interface CallerWorld {
  readonly server: ScriptedServer;
  readonly caller: HttpCaller;
  readonly waits: readonly number[];
  readonly meter: ListedMeter;
  readonly log: ListedLogger;
  readonly abort: (reason: unknown) => void;
  readonly close: () => Promise<void>;
}

export async function openCallerWorld(
  limits: Partial<HttpLimits> = {},
  timers?: Timers,
): Promise<CallerWorld> {
  const server = await ScriptedServer.start();
  const [meter, log, clock] = [new ListedMeter(), new ListedLogger(), new SteppedClock()];
  const brisk = new BriskTimers(limits.callTimeoutMs ?? 30_000, clock);
  const surroundings = { clock, timers: timers ?? brisk, random: new Middle(), meter, log };
  const callers = new UndiciHttpCallers(surroundings, limits);
  const ending = new AbortController();
  return {
    server,
    caller: callers.forConnection('connection-1', ending.signal),
    waits: brisk.waits,
    meter,
    log,
    abort: (reason) => {
      ending.abort(reason);
    },
    close: async () => {
      await callers.close();
      await server.stop();
    },
  };
}
