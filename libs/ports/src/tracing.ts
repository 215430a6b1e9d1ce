/** A span: a piece of work that is followed from its cause to its end. */
export interface SpanSettings {
  /** Bounded: an operation, a topic, never an id. */
  readonly name: string;
  readonly kind: 'server' | 'client' | 'consumer' | 'internal';
  /** W3C `traceparent` of what it follows from: the first is its parent, the others are named by it. Left out: it belongs to what is under way. */
  readonly follows?: readonly string[];
  /** Whether a trace may begin with it; what is left out of one is not told. */
  readonly begins?: boolean;
  /** Told of only where something followed from it: most rounds of a sweep find nothing to do. */
  readonly onlyIfFollowed?: boolean;
  readonly notes?: TraceNotes;
}

/** Never secrets, nor values of records. */
export type TraceNotes = Readonly<Record<string, string | number | boolean>>;

/** The span under way, for what is known of it only later. */
export interface OpenSpan {
  readonly rename: (name: string) => void;
  readonly note: (notes: TraceNotes) => void;
}

/** Follows work through processes, rows and messages by W3C trace context. Where it is off everything is undefined and nothing costs. */
export abstract class Tracing {
  /** `traceparent` of what is under way, for who writes it onto a message or a row; undefined: it is not followed. */
  abstract current(): string | undefined;
  /** Carries out `work` as a span. */
  abstract within<T>(settings: SpanSettings, work: (span: OpenSpan) => Promise<T>): Promise<T>;
  /** What a message follows from, kept beside it: it does not belong to the message. */
  abstract mark(message: object, traceparent: string): void;
  abstract markOf(message: object): string | undefined;
}
