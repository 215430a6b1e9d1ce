import { chunkFailed } from '@evenkeel/contracts-messages';
import {
  diffShapes,
  findStoppingChanges,
  isWorthKeeping,
  noteShape,
  schemaChanged,
  uniteShapes,
  type Chunk,
  type ExecutionId,
  type ObservedShape,
  type ShapeChange,
  type StreamShape,
} from '@evenkeel/domain';
import type { ShapeKey, Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { StreamShapes } from '../pages/stream-shapes.js';

/** Pages that are about to be written, and what their records look like. */
interface Watched {
  readonly shapes: StreamShapes;
  readonly chunk: Chunk;
  readonly observed: ObservedShape;
}

type ShapeContext = Pick<ApplyContext, 'references' | 'schemaPolicy'>;

/**
 * Fails the chunk where its job says `stop` and these pages bring what was not accepted; the change itself is kept, for a person to
 * look at. Nothing else was written by then. What is accepted only ever grows: what this process holds of it can be relied on.
 */
export async function stopAtChange(
  tx: Transaction,
  { references: key, schemaPolicy }: ShapeContext,
  { shapes, chunk, observed }: Watched,
): Promise<boolean> {
  if (schemaPolicy !== 'stop') return false;
  const held = await shapes.of(tx, key);
  if (findStoppingChanges(held.kept, observed).length === 0) return false;
  if (!(await tx.streamShapes.isGuarded(key))) return false;
  const kept = await tx.streamShapes.lock(key);
  const changes = findStoppingChanges(kept, observed);
  if (changes.length === 0) return false;
  await keep(tx, { key, kept, isGuarded: true }, { observed, executionId: chunk.executionId });
  await fail(tx, chunk, key.stream, changes);
  return true;
}

/**
 * Keeps what these pages bring that is new to the stream, and now and then how often each place was there; where they bring nothing it
 * says nothing to the store. Gives what was kept. The last lock of its transaction: streams of several jobs wait here the shortest.
 */
export async function keepShape(
  tx: Transaction,
  { references: key }: ShapeContext,
  { shapes, chunk, observed, isEnd }: Watched & { readonly isEnd: boolean },
): Promise<StreamShape | undefined> {
  const held = await shapes.of(tx, key);
  const isNew = diffShapes(held.kept.seen, observed.shape).length > 0;
  const counted = uniteShapes(held.counted, observed.shape);
  if (!isNew && !(isEnd && isWorthKeeping(held.kept, counted))) return undefined;
  const kept = await tx.streamShapes.lock(key);
  const isGuarded = isNew && (await tx.streamShapes.isGuarded(key));
  const whole = { ...observed, shape: counted };
  return keep(tx, { key, kept, isGuarded }, { observed: whole, executionId: chunk.executionId });
}

interface Keeping {
  readonly key: ShapeKey;
  readonly kept: StreamShape;
  readonly isGuarded: boolean;
}

async function keep(
  tx: Transaction,
  { key, kept, isGuarded }: Keeping,
  { observed, executionId }: { readonly observed: ObservedShape; readonly executionId: ExecutionId },
): Promise<StreamShape> {
  const { next, changes } = noteShape(kept, observed, isGuarded);
  await tx.streamShapes.save(key, next, changes.length > 0 ? { changes, executionId } : undefined);
  return next;
}

async function fail(
  tx: Transaction,
  { id: chunkId, executionId, attempt }: Chunk,
  stream: string,
  changes: readonly ShapeChange[],
): Promise<void> {
  await tx.chunkLeases.fail(chunkId, attempt, schemaChanged(stream, changes));
  await tx.outbox.add(chunkFailed, [{ executionId, chunkId }]);
}
