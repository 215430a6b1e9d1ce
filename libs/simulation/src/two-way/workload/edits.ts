import type { Action } from '../../scheduler/scheduler.js';
import { one } from '../../scheduler/scheduler.js';
import { ask } from '../../workload/run-requests.js';
import type { SeededRandom } from '../../world/seeded-random.js';
import { REFUSED } from '../provider/write-desk.js';
import { EDITED, streamOfId, streamsOf, UNMAPPED } from '../two-way-job.js';
import type { Edit } from '../two-way-profile.js';
import type { SeenRecord, TwoWayRows } from '../two-way-rows.js';
import { first, type TwoWayWorld } from '../two-way-world.js';

const REMOVED = 0.1;
const MOST_CREATIONS = 8;
/** Shares of notices. */
const DOUBLED = 0.2;
const LOST = 0.1;

/** What people do to records on either side. Each value is unlike any other; it begins with h where it was made here, and with t where there. */
export class Edits implements Record<Edit, () => readonly Action[]> {
  private made = 0;
  private readonly created = { h: 0, t: 0 };

  constructor(
    private readonly world: TwoWayWorld,
    private readonly random: SeededRandom,
    private readonly seen: () => TwoWayRows,
  ) {}

  'edit here'(): readonly Action[] {
    if (this.active.length === 0) return [];
    return [
      ask('an edit here', () => {
        const value = this.random.chance(REMOVED) ? null : this.valueHere();
        return this.world.people.set(this.someHere().id, this.someField(), value);
      }),
    ];
  }

  'edit by sql'(): readonly Action[] {
    if (this.active.length === 0) return [];
    return [
      ask('an edit by SQL', () => {
        const sql = 'update record set data = jsonb_set(data, array[$2], to_jsonb($3::text)) where id = $1';
        return this.world.psql.run(sql, [this.someHere().id, this.someField(), this.valueHere()]);
      }),
    ];
  }

  'creation here'(): readonly Action[] {
    if (this.created.h >= MOST_CREATIONS) return [];
    return [
      ask('a creation here', () => {
        this.created.h += 1;
        return this.world.people.create(first('h', `n${this.created.h}`));
      }),
    ];
  }

  'deletion here'(): readonly Action[] {
    if (this.active.length === 0) return [];
    return [ask('a deletion here', () => this.world.people.delete(this.someHere().id))];
  }

  'restoration here'(): readonly Action[] {
    const deleted = this.seen().records.filter(({ cause }) => cause === 'deleted_locally');
    if (deleted.length === 0) return [];
    return [ask('a restoration here', () => this.world.people.restore(this.random.pick(deleted).id))];
  }

  /** Of a job that only writes, the provider's own people have a field of their own. */
  'edit there'(): readonly Action[] {
    const { provider, profile } = this.world;
    if (provider.records.present.length === 0) return [];
    return one('an edit there', () => {
      const record = this.somePick(provider.records.present);
      const isOther = !profile.isBothWays || this.random.chance(0.15);
      const field = isOther ? UNMAPPED : this.someField();
      const { [field]: _, ...rest } = record.now.fields;
      // What one source lacks another one's value is taken for.
      const isRemoved = this.random.chance(REMOVED) && !profile.isShared;
      const fields = isRemoved ? rest : { ...rest, [field]: this.value('t') };
      provider.records.put(record.id, { fields, atMs: provider.now(), by: 'people' });
    });
  }

  'creation there'(): readonly Action[] {
    const { provider, profile } = this.world;
    if (!profile.isBothWays || this.created.t >= MOST_CREATIONS) return [];
    return one('a creation there', () => {
      this.created.t += 1;
      const streams = streamsOf(profile);
      const stream = streams.length === 1 ? streams[0] : this.random.pick(streams);
      provider.records.add(first('t', `n${this.created.t}`), 'people', stream);
    });
  }

  'deletion there'(): readonly Action[] {
    const { provider } = this.world;
    if (provider.records.present.length === 0) return [];
    return one('a deletion there', () => {
      const record = this.somePick(provider.records.present);
      provider.records.put(record.id, { isGone: true, atMs: provider.now(), by: 'people' });
    });
  }

  /** The provider tells of changes of its records, those by us too: late, twice or never. */
  notice(): readonly Action[] {
    const { provider, people } = this.world;
    if (provider.records.untold.size === 0) return [];
    return [
      ask('a notice of a change there', () => {
        const { untold } = provider.records;
        const id = this.random.pick([...untold]);
        if (!this.random.chance(DOUBLED)) untold.delete(id);
        return this.random.chance(LOST) ? Promise.resolve() : people.run(streamOfId(id), 'full', [id]);
      }),
    ];
  }

  private get active(): readonly SeenRecord[] {
    return this.seen().records.filter(({ isActive }) => isActive);
  }

  private someHere(): SeenRecord {
    return this.somePick(this.active);
  }

  private somePick<T>(list: readonly T[]): T {
    return this.random.chance(this.world.profile.contention) ? list[0]! : this.random.pick(list);
  }

  private someField(): string {
    return this.random.chance(this.world.profile.contention) ? EDITED[0] : this.random.pick(EDITED);
  }

  private valueHere(): string {
    const { refusedValues, writing } = this.world.profile;
    if (this.random.chance(refusedValues)) return `${REFUSED}${this.value('h')}`;
    return writing.normalises && this.random.chance(0.5) ? `${this.value('h')} ` : this.value('h');
  }

  private value(side: 'h' | 't'): string {
    this.made += 1;
    return `${side}${this.made}`;
  }
}
