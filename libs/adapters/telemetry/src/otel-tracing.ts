import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Link,
  type Span,
  type SpanContext,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type ReadableSpan,
  type Sampler,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { SyncError } from '@evenkeel/domain';
import { Tracing, type OpenSpan, type SpanSettings } from '@evenkeel/ports';
import type { SamplerName, TracingSettings } from './tracing-settings.js';

const STOP_WITHIN_MS = 2_000;

/** On a span that is not told of. */
const UNFOLLOWED = 'evenkeel.unfollowed';

const KINDS: Readonly<Record<SpanSettings['kind'], SpanKind>> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};

const SAMPLERS: Readonly<Record<SamplerName, (ratio: number) => Sampler>> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: (ratio) => new TraceIdRatioBasedSampler(ratio),
  parentbased_always_on: () => new ParentBasedSampler({ root: new AlwaysOnSampler() }),
  parentbased_always_off: () => new ParentBasedSampler({ root: new AlwaysOffSampler() }),
  parentbased_traceidratio: (ratio) => new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
};

interface Place {
  readonly context: Context;
  isFollowed: boolean;
}

/** Follows work by OpenTelemetry, and tells of it by OTLP. What is not sampled is followed no further. */
export class OtelTracing extends Tracing {
  private readonly tracer: Tracer;
  private readonly places = new AsyncLocalStorage<Place>();
  private readonly marks = new WeakMap<object, string>();

  private constructor(private readonly provider: TracerProvider) {
    super();
    this.tracer = provider.getTracer('evenkeel');
  }

  /** Where spans go, and what else is said of it, the exporter reads from the standard variables (`OTEL_EXPORTER_OTLP_*`). */
  static start(
    { service, instance, sampler, ratio }: TracingSettings,
    exporter: SpanExporter = new OTLPTraceExporter(),
  ): OtelTracing {
    const resource = resourceFromAttributes({
      'service.namespace': 'evenkeel',
      'service.name': service,
      'service.instance.id': instance,
    });
    const spanProcessors = [new OnlyFollowed(new BatchSpanProcessor({ exporter }))];
    return new OtelTracing(
      new TracerProvider({ resource, sampler: SAMPLERS[sampler](ratio), spanProcessors }),
    );
  }

  current(): string | undefined {
    const place = this.places.getStore();
    const context = place && trace.getSpanContext(place.context);
    if (place === undefined || context === undefined || !isSampled(context)) return undefined;
    place.isFollowed = true;
    return textOf(context);
  }

  /** For a line of the log; undefined: it belongs to nothing that is followed. */
  idsInLog(): { readonly trace_id: string; readonly span_id: string } | undefined {
    const place = this.places.getStore();
    const context = place && trace.getSpanContext(place.context);
    if (context === undefined || !isSampled(context)) return undefined;
    return { trace_id: context.traceId, span_id: context.spanId };
  }

  async within<T>(settings: SpanSettings, work: (span: OpenSpan) => Promise<T>): Promise<T> {
    const { name, kind, begins = false, onlyIfFollowed = false, notes: attributes = {} } = settings;
    const { parent, links } = this.causesOf(settings);
    if (parent === undefined && !begins) return this.places.exit(() => work(UNSEEN));
    const span = this.tracer.startSpan(
      name,
      { kind: KINDS[kind], links, attributes },
      parent ?? ROOT_CONTEXT,
    );
    const place = { context: trace.setSpan(parent ?? ROOT_CONTEXT, span), isFollowed: false };
    try {
      return await this.places.run(place, () => work(openSpan(span)));
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: codeOf(error) });
      span.setAttribute('error.type', codeOf(error));
      throw error;
    } finally {
      if (onlyIfFollowed && !place.isFollowed) span.setAttribute(UNFOLLOWED, true);
      span.end();
    }
  }

  mark(message: object, traceparent: string): void {
    this.marks.set(message, traceparent);
  }

  markOf(message: object): string | undefined {
    return this.marks.get(message);
  }

  /** Sends what is left, as far as its receiver takes it soon: a process that ends does not wait for one that is away. */
  async stop(): Promise<void> {
    const sent = this.provider.shutdown().catch(() => undefined);
    await Promise.race([sent, sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
  }

  private causesOf({ follows }: SpanSettings): {
    readonly parent: Context | undefined;
    readonly links: Link[];
  } {
    if (follows === undefined) {
      const place = this.places.getStore();
      if (place === undefined) return { parent: undefined, links: [] };
      place.isFollowed = true;
      return { parent: place.context, links: [] };
    }
    const [first, ...others] = [...new Set(follows)].flatMap((text) => spanContextOf(text) ?? []);
    if (first === undefined) return { parent: undefined, links: [] };
    return {
      parent: trace.setSpanContext(ROOT_CONTEXT, first),
      links: others.map((context) => ({ context })),
    };
  }
}

const UNSEEN: OpenSpan = { rename: () => undefined, note: () => undefined };

function openSpan(span: Span): OpenSpan {
  return {
    rename: (name) => void span.updateName(name),
    note: (notes) => void span.setAttributes({ ...notes }),
  };
}

/** Messages of errors may hold what a provider said. */
function codeOf(error: unknown): string {
  if (error instanceof SyncError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

function isSampled({ traceFlags }: SpanContext): boolean {
  return (traceFlags & TraceFlags.SAMPLED) !== 0;
}

function textOf({ traceId, spanId }: SpanContext): string {
  return `00-${traceId}-${spanId}-01`;
}

const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-.*)?$/;

/** Of the header of W3C trace context, any version; undefined: it is none. */
function spanContextOf(text: string): SpanContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(text.trim()) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  const context = { traceId, spanId, traceFlags, isRemote: true };
  return !text.startsWith('ff') && isSpanContextValid(context) ? context : undefined;
}

/** Passes on only spans from which something followed. */
class OnlyFollowed implements SpanProcessor {
  constructor(private readonly next: SpanProcessor) {}

  onStart(...given: Parameters<SpanProcessor['onStart']>): void {
    this.next.onStart(...given);
  }

  onEnd(span: ReadableSpan): void {
    if (span.attributes[UNFOLLOWED] !== true) this.next.onEnd(span);
  }

  forceFlush(): Promise<void> {
    return this.next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.next.shutdown();
  }
}
