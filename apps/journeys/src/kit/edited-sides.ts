import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@evenkeel/domain';
import { keyText, type Side } from './side.js';

const PAUSE_MS = 1_000;
/** Providers limit how many calls a user makes. */
const MOST_ROUNDS = 10;

/** The fields of a record that a journey edits, and how a text becomes a value of each. */
export interface EditedFields {
  /** Names a record on both sides. */
  readonly key: string;
  /** Edited here; where the provider edits it as well, what is here is to hold. */
  readonly ours: (text: string) => JsonObject;
  /** Edited at the provider. */
  readonly theirs: (text: string) => JsonObject;
  /** Edited on both sides; what the provider has is to hold. */
  readonly contested: (text: string) => JsonObject;
}

interface Edited {
  readonly here: Side;
  readonly there: Side;
  readonly fields: EditedFields;
  /** Of a provider whose records cannot be deleted, none is, on either side. */
  readonly isRemoving?: boolean;
  /** How many of the records are edited; left out: all. */
  readonly edited?: number;
}

type Compared = Readonly<Record<'here' | 'there' | 'expected', readonly string[]>>;

/** Two sides that are edited by their users, and what both are to hold in the end: worked out without any code of the engine. */
export class EditedSides {
  private readonly expected = new Map<string, JsonObject>();
  private readonly first: readonly string[];
  private round = 0;

  /** `records`: what the provider has when it begins. */
  constructor(
    private readonly sides: Edited,
    records: readonly JsonObject[],
  ) {
    for (const record of records) this.expected.set(this.keyOf(record), record);
    this.first = [...this.expected.keys()].slice(0, this.sides.edited);
  }

  /** While no run is going on: each tenth of the records is edited in another way. */
  async editAtRest(): Promise<void> {
    const { here, there, isRemoving = true } = this.sides;
    const { ours, theirs, contested } = this.sides.fields;
    await this.change(1, here, ours('here'));
    await this.change(2, there, theirs('there'));
    await there.change(this.those(3), { ...ours('there'), ...contested('there') });
    await here.change(this.those(3), { ...ours('here'), ...contested('here') });
    this.expect(this.those(3), { ...ours('here'), ...contested('there') });
    await this.change(4, here, ours('both'));
    await this.change(4, there, theirs('both'));
    if (isRemoving) {
      await this.remove(5, there);
      await this.remove(6, here);
    }
    await this.create(here, 'new here', this.first.length / 20);
    await this.create(there, 'new there', this.first.length / 20);
  }

  /** While the work is done both sides are edited, round after round. */
  async editDuring<Done>(work: Promise<Done>): Promise<Done> {
    let isOver = false;
    const done = work.finally(() => (isOver = true));
    // What goes wrong with it is told below.
    done.catch(() => undefined);
    for (let round = 0; round < MOST_ROUNDS && !isOver; round += 1) {
      await this.editMeanwhile();
      await sleep(PAUSE_MS);
    }
    return done;
  }

  /** While a run is going on: fields of which each is edited on one side, and one that is edited on both. */
  private async editMeanwhile(): Promise<void> {
    const { here, there } = this.sides;
    const { ours, theirs, contested } = this.sides.fields;
    this.round += 1;
    const now = `round ${this.round}`;
    await this.change(7, here, ours(now));
    await this.change(8, there, theirs(now));
    await this.change(9, there, theirs(now));
    await this.change(9, here, ours(now));
    // Which of them is the later one depends on when each is read.
    await here.change(this.those(0), contested(`${now} here`));
    await there.change(this.those(0), contested(`${now} there`));
    if (this.round % 4 !== 1) return;
    await this.create(here, `${now} here`, 3);
    await this.create(there, `${now} there`, 3);
  }

  /** Both sides and what they are to hold, by their keys: the fields that are edited. */
  async compared(): Promise<Compared> {
    const [here, there] = await Promise.all([this.sides.here.listed(), this.sides.there.listed()]);
    const lines = (records: readonly JsonObject[]) => records.map((record) => this.lineOf(record)).toSorted();
    const held = new Map(here.map((record) => [this.keyOf(record), record]));
    const open = Object.keys(this.sides.fields.contested(''));
    for (const key of this.round === 0 ? [] : this.those(0)) {
      // One of the two, on both sides.
      const values = open.map((name) => [name, held.get(key)?.[name] ?? null] as const);
      this.expect([key], Object.fromEntries(values));
    }
    return { here: lines(here), there: lines(there), expected: lines([...this.expected.values()]) };
  }

  private async change(rest: number, side: Side, fields: JsonObject): Promise<void> {
    await side.change(this.those(rest), fields);
    this.expect(this.those(rest), fields);
  }

  private async remove(rest: number, side: Side): Promise<void> {
    await side.remove(this.those(rest));
    for (const key of this.those(rest)) this.expected.delete(key);
  }

  private async create(side: Side, what: string, count: number): Promise<void> {
    const { key, ours, theirs, contested } = this.sides.fields;
    const records = Array.from({ length: Math.floor(count) }, (_, nth) => ({
      ...{ [key]: `${what} ${nth}`.replaceAll(' ', '-') + '@example.org' },
      ...ours('new'),
      ...theirs('new'),
      ...contested('new'),
    }));
    await side.create(records);
    for (const record of records) this.expected.set(this.keyOf(record), record);
  }

  private expect(keys: readonly string[], fields: JsonObject): void {
    for (const key of keys) this.expected.set(key, { ...this.expected.get(key), ...fields });
  }

  /** Those of the first records whose place has this last digit. */
  private those(rest: number): readonly string[] {
    return this.first.filter((_, nth) => nth % 10 === rest);
  }

  private keyOf(record: JsonObject): string {
    return keyText(record, this.sides.fields.key);
  }

  private lineOf(record: JsonObject): string {
    const { ours, theirs, contested } = this.sides.fields;
    const names = [ours(''), theirs(''), contested('')].flatMap(Object.keys);
    // Of a field that is empty some providers say null, and some nothing.
    const values = names.toSorted().map((name) => record[name] ?? null);
    return JSON.stringify([this.keyOf(record), ...values]);
  }
}
