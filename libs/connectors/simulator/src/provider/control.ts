import { SyncError, type JsonObject } from '@evenkeel/domain';
import type { CallLimit } from './arrival-counter.js';
import type { DataSet } from './data-set.js';
import { SIMULATED_STREAMS, type SimulatedStream } from './simulated-stream.js';
import type { WritingRules } from './writes/write-desk.js';
import { patched } from './writes/written-text.js';

/** What `POST /_control` takes; every part is optional. */
export interface ControlRequest {
  /** Replaces the faults in force, in the words of `parseFaults`; an empty text ends them all. */
  readonly faults?: string;
  /** Edits the records with these ids, or `count` records from the first on; `set`: these fields of them. */
  readonly edit?: RecordChoice & { readonly set?: JsonObject };
  readonly delete?: RecordChoice;
  /** Lets deleted records be there again. */
  readonly restore?: { readonly stream: SimulatedStream; readonly ids: readonly string[] };
  /** `fields`: what each of them has; left out: what is made up. */
  readonly create?: {
    readonly stream: SimulatedStream;
    readonly count: number;
    readonly fields?: JsonObject;
  };
  /** How far the provider's clock is ahead of ours. */
  readonly clockAheadMs?: number;
  readonly latencyMs?: number;
  /** Above it every further call is answered with 403; null: no limit. */
  readonly callLimit?: CallLimit | null;
  /** What it does with calls that write. */
  readonly writing?: Partial<WritingRules>;
  readonly resetStats?: boolean;
}

export interface RecordChoice {
  readonly stream: SimulatedStream;
  readonly ids?: readonly string[];
  readonly count?: number;
}

export type DataSets = Readonly<Record<SimulatedStream, DataSet>>;

/** Carries out the parts that are about records. Returns the ids that were touched. */
export function changeRecords(request: ControlRequest, sets: DataSets): string[] {
  const touched: string[] = [];
  for (const kind of ['edit', 'delete'] as const) {
    const choice = request[kind];
    if (choice === undefined) continue;
    const data = setOf(sets, choice.stream);
    for (const index of chosen(choice, data)) {
      const set = kind === 'edit' ? request.edit?.set : undefined;
      const fields = set && patched(data.fields(index), set);
      data[kind](index);
      if (fields !== undefined) data.put(index, fields);
      touched.push(data.id(index));
    }
  }
  if (request.restore !== undefined) {
    const { stream, ids } = request.restore;
    touched.push(...ids.filter((id) => setOf(sets, stream).restore(id)));
  }
  if (request.create !== undefined) {
    const data = setOf(sets, request.create.stream);
    const { count, fields } = request.create;
    for (let made = 0; made < count; made += 1) {
      const index = data.create();
      if (fields !== undefined) data.put(index, fields);
      touched.push(data.id(index));
    }
  }
  return touched;
}

function chosen(choice: RecordChoice, data: DataSet): number[] {
  if (choice.ids === undefined)
    return Array.from({ length: Math.min(choice.count ?? 1, data.total) }, (_, i) => i);
  return choice.ids.map((id) => data.indexOf(id)).filter((index) => index !== undefined);
}

function setOf(sets: DataSets, stream: string): DataSet {
  const data = (sets as Readonly<Record<string, DataSet>>)[stream];
  if (data !== undefined) return data;
  throw new SyncError(
    'request.invalid',
    `There is no stream "${stream}"; known are ${SIMULATED_STREAMS.join(', ')}`,
  );
}
