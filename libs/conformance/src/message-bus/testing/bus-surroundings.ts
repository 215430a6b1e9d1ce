import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import {
  type Counter,
  type Gauge,
  type Histogram,
  Logger,
  type LogFields,
  Meter,
  PageSpill,
  type Repeating,
  type StuckMessage,
  StuckMessages,
  Timers,
} from '@evenkeel/ports';

/** Stuck messages as a list. */
export class ListedStuckMessages extends StuckMessages {
  readonly list: StuckMessage[] = [];

  override async keep(message: StuckMessage): Promise<void> {
    this.list.push(message);
  }
}

/** Spilled values in memory. */
export class RememberedPageSpill extends PageSpill {
  readonly values = new Map<string, Buffer>();
  private kept = 0;

  override async keep(value: Buffer): Promise<string> {
    const name = String((this.kept += 1));
    this.values.set(name, value);
    return name;
  }

  override async find(name: string): Promise<Buffer | undefined> {
    return this.values.get(name);
  }

  override async forget(names: readonly string[]): Promise<void> {
    for (const name of names) this.values.delete(name);
  }
}

export class RealTimers extends Timers {
  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  }

  override async yield(): Promise<void> {
    await nextTurn();
  }

  override every(ms: number, round: () => Promise<void>): Repeating {
    const stopping = new AbortController();
    const rounds = (async () => {
      while (!stopping.signal.aborted) {
        await sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
        if (!stopping.signal.aborted) await round();
      }
    })();
    return {
      stop: async () => {
        stopping.abort();
        await rounds;
      },
    };
  }
}

/** Keeps its lines, so that a spec can look at them. */
export class ListedLogger extends Logger {
  readonly lines: { level: string; message: string; fields: LogFields | undefined }[] = [];

  override debug(message: string, fields?: LogFields): void {
    this.lines.push({ level: 'debug', message, fields });
  }
  override info(message: string, fields?: LogFields): void {
    this.lines.push({ level: 'info', message, fields });
  }
  override warn(message: string, fields?: LogFields): void {
    this.lines.push({ level: 'warn', message, fields });
  }
  override error(message: string, fields?: LogFields): void {
    this.lines.push({ level: 'error', message, fields });
  }
}

/** The last value of each instrument, under `name` or `name{label values}`. */
export class ListedMeter extends Meter {
  readonly values = new Map<string, number>();

  /** Of every series of this name that has such a label value. */
  of(name: string, labelValue: string): readonly number[] {
    const isMeant = (key: string) =>
      key.startsWith(`${name}{`) &&
      key
        .slice(name.length + 1, -1)
        .split(',')
        .includes(labelValue);
    return [...this.values].flatMap(([key, value]) => (isMeant(key) ? [value] : []));
  }

  override counter(name: string): Counter {
    return {
      add: (amount, labels) =>
        this.values.set(keyOf(name, labels), (this.values.get(keyOf(name, labels)) ?? 0) + amount),
    };
  }
  override gauge(name: string): Gauge {
    return {
      set: (value, labels) => this.values.set(keyOf(name, labels), value),
      clear: () => undefined,
    };
  }
  override histogram(name: string): Histogram {
    return { observe: (value, labels) => this.values.set(keyOf(name, labels), value) };
  }
}

function keyOf(name: string, labels: Readonly<Record<string, string>> = {}): string {
  const values = Object.values(labels);
  return values.length === 0 ? name : `${name}{${values.join(',')}}`;
}

/** Resolves once `condition` holds; rejects after `withinMs` with what was awaited. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = 20_000,
): Promise<void> {
  const until = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > until) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await sleep(5);
  }
}
