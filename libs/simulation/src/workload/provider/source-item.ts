/** `nul`: a text that no database can hold. `refused`: the provider refuses it where it is asked for alone. */
export const POISONS = ['no id', 'no object', 'nul', 'refused'] as const;
type Poison = (typeof POISONS)[number];

interface Edit {
  readonly version: number;
  readonly modifiedAtMs: number;
  /** Edits of slow transactions at the provider show later than their time of modification says. */
  readonly visibleAtMs: number;
  /** What is sent in its place until it is edited again. */
  readonly poison?: Poison;
  /** From then on it is not there, until it is edited again. */
  readonly gone: boolean;
}

/** What an edit does: by default it is a new version. `back`: it is there again, as it was. */
interface Change {
  readonly poison?: Poison;
  readonly gone?: true;
  readonly back?: true;
}

/** One record at the provider, and all that ever happened to it. */
export class SourceItem {
  private edits: Edit[];

  constructor(
    readonly id: string,
    /** The provider's own clock, in milliseconds. */
    private readonly now: () => number,
  ) {
    this.edits = [{ version: 1, modifiedAtMs: now(), visibleAtMs: now(), gone: false }];
  }

  /** As a caller sees it now. */
  get seen(): Edit {
    const visible = this.edits.findLast(({ visibleAtMs }) => visibleAtMs <= this.now());
    return visible ?? this.last;
  }

  change(delayMs: number, { poison, gone, back }: Change = {}): void {
    const { last } = this;
    const modifiedAtMs = Math.max(this.now(), last.modifiedAtMs);
    const visibleAtMs = Math.max(modifiedAtMs + delayMs, last.visibleAtMs);
    const version = last.version + (gone || back ? 0 : 1);
    this.edits.push({ version, modifiedAtMs, visibleAtMs, gone: gone ?? false, ...(poison && { poison }) });
  }

  /** Every edit can be seen from now on, and it is sound again; if it is gone it stays so. */
  stopFaults(): void {
    this.edits = this.edits.map((edit) => ({
      ...edit,
      visibleAtMs: Math.min(edit.visibleAtMs, this.now()),
    }));
    if (this.last.poison !== undefined) this.change(0);
  }

  /** The last sound version of before this time that could be read ever since; 0 if there is none. */
  versionBefore(ms: number): number {
    // What was there before it was deleted could not be read meanwhile.
    const since = this.edits.slice(this.edits.findLastIndex(({ gone }) => gone) + 1);
    return since.findLast(({ modifiedAtMs, poison }) => modifiedAtMs < ms && !poison)?.version ?? 0;
  }

  /** The version that could be read at this time and at every time since, sound and unchanged; undefined: there is none. */
  steadyVersion(sinceMs: number): number | undefined {
    const { seen } = this;
    const isSteady = seen.visibleAtMs <= sinceMs && !seen.gone && seen.poison === undefined;
    return isSteady ? seen.version : undefined;
  }

  /** When the last that happened to it could be seen first, or will be. */
  get latestVisibleAtMs(): number {
    return this.last.visibleAtMs;
  }

  /** Whether it was changed at this time or later, as a caller sees it now. */
  isChangedSince(ms: number): boolean {
    return this.seen.modifiedAtMs >= ms;
  }

  /**
   * Whether it came without its name at this time or later: then what was there before could not be read, and what is there now is
   * read by the next run.
   */
  wasNamelessSince(ms: number): boolean {
    return this.edits.some(
      ({ modifiedAtMs, poison }) => modifiedAtMs >= ms && (poison === 'no id' || poison === 'no object'),
    );
  }

  /** When this version could be read first; undefined if there is no such. */
  visibleSince(version: number): number | undefined {
    return this.edits.find((edit) => edit.version === version)?.visibleAtMs;
  }

  /** Whether there was a moment from `fromMs` until now at which it was not there. */
  wasGoneSince(fromMs: number): boolean {
    return this.edits.some(({ gone, visibleAtMs }, index) => {
      const untilMs = this.edits[index + 1]?.visibleAtMs ?? Infinity;
      return gone && visibleAtMs <= this.now() && untilMs > fromMs;
    });
  }

  private get last(): Edit {
    const last = this.edits.at(-1);
    if (last === undefined) throw new Error(`${this.id} never was`);
    return last;
  }
}
