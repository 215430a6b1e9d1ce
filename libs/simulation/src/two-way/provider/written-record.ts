import type { JsonObject } from '@evenkeel/domain';

/** Who made a state of a record: people at the provider, or the engine by the intent of this id. */
export type Author = 'people' | { readonly intent: string };

export interface RecordState {
  readonly version: number;
  readonly atMs: number;
  readonly fields: JsonObject;
  readonly isGone: boolean;
  readonly by: Author;
}

/** One record at a provider that is written to, in all states that it ever had. */
export class WrittenRecord {
  readonly states: RecordState[] = [];

  constructor(
    readonly id: string,
    readonly stream: string,
    first: Omit<RecordState, 'version' | 'isGone'>,
  ) {
    this.states.push({ ...first, version: 1, isGone: false });
  }

  get now(): RecordState {
    return this.states.at(-1)!;
  }

  /** As it was at that time; undefined: it was not there yet. */
  at(ms: number): RecordState | undefined {
    return this.states.findLast(({ atMs }) => atMs <= ms);
  }

  get createdBy(): Author {
    return this.states[0]!.by;
  }

  put(change: Partial<Pick<RecordState, 'fields' | 'isGone'>> & Pick<RecordState, 'atMs' | 'by'>): void {
    const { now } = this;
    this.states.push({ ...now, ...change, version: now.version + 1 });
  }
}
