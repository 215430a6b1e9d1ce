import {
  engineWrites,
  isJsonObject,
  LEFT,
  parseJson,
  watchFlips,
  type Decision,
  type JsonObject,
} from '@evenkeel/domain';
import type { Transaction, WatchedRecord, WatchedWrites } from '@evenkeel/ports';
import type { Mode } from '../modes/mode.js';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, Input } from '../pages/page-group.js';

/**
 * Of a job that goes both ways: leaves records alone that go back and forth because each side answers what the engine wrote there (C27). Watched are only records that
 * were written to the provider lately without a person's having asked for it.
 */
export async function holdFlips(
  tx: Transaction,
  context: ApplyContext,
  group: DecidedGroup,
  { writes }: Pick<Mode, 'writes'>,
): Promise<DecidedGroup> {
  if (context.twoWay === undefined || !writes) return group;
  const ids = new Set(group.inputs.flatMap((input) => (isWritten(input) ? referenceOf(input) : [])));
  const watched = await tx.flipFlops.of([...ids]);
  if (watched.size === 0) return group;
  const added = await lookAt(tx, context, { inputs: group.inputs, watched });
  await tx.flipFlops.save(added);
  const held = new Set([
    ...[...watched].filter(([, { isQuarantined }]) => isQuarantined).map(([id]) => id),
    ...added.filter(({ path }) => path !== null).map(({ referenceId }) => referenceId),
  ]);
  if (held.size === 0) return group;
  const isHeld = (input: Input) => referenceOf(input).some((id) => held.has(id)) && isWritten(input);
  const inputs = group.inputs.map((input) =>
    isHeld(input) ? { ...input, decision: LEFT.conflicted } : input,
  );
  const merged = group.merged?.filter(({ referenceId }) => !held.has(referenceId));
  return { ...group, inputs, ...(merged && { merged }) };
}

interface Looked {
  readonly inputs: readonly Input[];
  readonly watched: ReadonlyMap<string, WatchedRecord>;
}

/** What the page writes to records that are watched, and which of them went to and fro too often by that. */
async function lookAt(
  tx: Transaction,
  { jobId, digest, twoWay }: ApplyContext,
  { inputs, watched }: Looked,
): Promise<readonly WatchedWrites[]> {
  // The last that is said of a record is what is written.
  const updates = new Map(inputs.flatMap((input) => updateOf(input, watched)));
  if (updates.size === 0) return [];
  const records = await tx.agreements.lockRecords([...updates.values()].map(({ recordId }) => recordId));
  const atMs = (await tx.now()).getTime();
  return [...updates].flatMap(([referenceId, { recordId, data }]): readonly WatchedWrites[] => {
    const before = records.get(recordId)?.data ?? {};
    const written = engineWrites(before, data, { to: 'local', atMs, isAsked: () => false, digest });
    if (written.length === 0) return [];
    const earlier = watched.get(referenceId)?.writes ?? [];
    const watch = watchFlips(earlier, written, twoWay?.policy.flipFlopLimit ?? Infinity);
    const path = watch.kind === 'quarantine' ? watch.path : null;
    return [{ referenceId, jobId, recordId, writes: watch.writes, path }];
  });
}

type Update = readonly [string, { readonly recordId: string; readonly data: JsonObject }];

function updateOf({ known, decision }: Input, watched: Looked['watched']): readonly Update[] {
  const { reference } = known;
  if (reference === undefined || decision.kind !== 'update_record') return [];
  if (watched.get(reference.id)?.isQuarantined !== false) return [];
  const data = parseJson(decision.write.dataText);
  return isJsonObject(data) ? [[reference.id, { recordId: reference.recordId, data }]] : [];
}

const WRITES: readonly Decision['kind'][] = ['update_record', 'note_reading', 'inactivate'];

function isWritten({ decision }: Input): boolean {
  return WRITES.includes(decision.kind);
}

function referenceOf({ known: { reference } }: Input): readonly string[] {
  return reference === undefined ? [] : [reference.id];
}
