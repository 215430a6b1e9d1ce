import type { PageFetched } from '@evenkeel/contracts-messages';
import {
  diffShapes,
  NOTHING_SEEN,
  uniteShapes,
  UNSEEN,
  type ObservedShape,
  type SchemaPolicy,
  type Shape,
  type StreamShape,
} from '@evenkeel/domain';
import type { ShapeKey, Transaction } from '@evenkeel/ports';
import { observePages } from '../steps/observe-pages.js';

/** Streams whose shape this process holds. */
const MOST_HELD = 256;

/** What this process knows of a stream. */
export interface HeldShape {
  /** As it was last read or written; others may have gone on since. */
  readonly kept: StreamShape;
  /** What was seen since and is not kept: nothing of it is new. */
  readonly counted: Shape;
}

/** Shapes of streams, so that a page of a known shape asks the store for nothing. */
export class StreamShapes {
  private readonly held = new Map<string, HeldShape>();

  /** What these pages look like; undefined: no record of them was looked at. */
  look(pages: readonly PageFetched[], policy: SchemaPolicy): ObservedShape | undefined {
    return observePages(pages, policy);
  }

  async of(tx: Transaction, key: ShapeKey): Promise<HeldShape> {
    const held = this.held.get(nameOf(key));
    if (held !== undefined) return held;
    return this.hold(key, { kept: (await tx.streamShapes.find(key)) ?? UNSEEN, counted: NOTHING_SEEN });
  }

  /** After the commit. `kept`: what the transaction has written. */
  remember(key: ShapeKey, observed: ObservedShape, kept?: StreamShape): void {
    const held = this.held.get(nameOf(key));
    if (kept !== undefined) this.hold(key, { kept, counted: NOTHING_SEEN });
    else if (held !== undefined && diffShapes(held.kept.seen, observed.shape).length === 0) {
      this.hold(key, { ...held, counted: uniteShapes(held.counted, observed.shape) });
    }
  }

  private hold(key: ShapeKey, shape: HeldShape): HeldShape {
    const name = nameOf(key);
    this.held.delete(name);
    this.held.set(name, shape);
    const [oldest] = this.held.keys();
    if (this.held.size > MOST_HELD && oldest !== undefined) this.held.delete(oldest);
    return shape;
  }
}

function nameOf({ connectionId, stream }: ShapeKey): string {
  return `${connectionId} ${stream}`;
}
