import { Tracing, type OpenSpan, type SpanSettings } from '@evenkeel/ports';

const UNSEEN: OpenSpan = { rename: () => undefined, note: () => undefined };

/** Nothing is followed. */
export class NoTracing extends Tracing {
  current(): undefined {
    return undefined;
  }

  within<T>(_settings: SpanSettings, work: (span: OpenSpan) => Promise<T>): Promise<T> {
    return work(UNSEEN);
  }

  mark(): void {}

  markOf(): undefined {
    return undefined;
  }
}
