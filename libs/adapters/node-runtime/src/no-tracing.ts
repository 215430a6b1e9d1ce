import { Tracing, type OpenPart, type TracedPart } from '@evenkeel/ports';

const UNSEEN: OpenPart = { rename: () => undefined, note: () => undefined };

/** Nothing is followed. */
export class NoTracing extends Tracing {
  current(): undefined {
    return undefined;
  }

  within<T>(_part: TracedPart, work: (part: OpenPart) => Promise<T>): Promise<T> {
    return work(UNSEEN);
  }

  mark(): void {}

  markOf(): undefined {
    return undefined;
  }
}
