import { one, type Action } from '../../scheduler/scheduler.js';
import { ask } from '../../workload/run-requests.js';
import type { Automation } from '../two-way-profile.js';
import type { TwoWayWorld } from '../two-way-world.js';
import type { TwoWayRows } from '../two-way-rows.js';
import { AUTOMATED } from '../two-way-job.js';

/** What each side wants the field to be. */
const WANTED = { here: 'h-wanted', there: 't-wanted' } as const;

/** Another job here, and a workflow at the provider, each of which puts back what the other has put back: through the engine, for ever. */
export class Automations implements Record<Automation, () => readonly Action[]> {
  constructor(
    private readonly world: TwoWayWorld,
    private readonly seen: () => TwoWayRows,
  ) {}

  /** A run of another job answers what was written here. */
  'automation here'(): readonly Action[] {
    const record = this.seen().records.find(
      ({ isActive, data }) => isActive && data[AUTOMATED] === WANTED.there,
    );
    if (!this.isOn || record === undefined) return [];
    const { id } = record;
    const isMeant = `id = ${id} and inactive_at is null and data ->> '${AUTOMATED}' = '${WANTED.there}'`;
    const sql = `do $$ begin
      perform set_config('evenkeel.engine', 'on', true);
      perform from record where ${isMeant} for no key update;
      insert into record_change (execution_id, record_id, version_before, data_before, changed_at)
        select gen_random_uuid(), id, version, data, evenkeel.engine_now() from record where ${isMeant};
      update record set data = data || '{"${AUTOMATED}": "${WANTED.here}"}', version = version + 1 where ${isMeant};
    end $$`;
    return [ask('another job writes here', () => this.world.psql.run(sql, []))];
  }

  /** It answers what we have written, and begins with a record where it has written none. */
  'automation there'(): readonly Action[] {
    const { present } = this.world.provider.records;
    const isOf = (wanted: string) => present.find(({ now }) => now.fields[AUTOMATED] === wanted);
    const record = isOf(WANTED.here) ?? (isOf(WANTED.there) === undefined ? present[0] : undefined);
    return record === undefined || !this.isOn ? [] : this.putBack(record.id);
  }

  /** What each answers to the other one. */
  answers(): readonly Action[] {
    const isAnswered = this.world.provider.records.present.some(
      ({ now }) => now.fields[AUTOMATED] === WANTED.here,
    );
    return [...this['automation here'](), ...(isAnswered ? this['automation there']() : [])];
  }

  private get isOn(): boolean {
    return this.world.profile.isAutomated;
  }

  private putBack(id: string): readonly Action[] {
    const { records, now } = this.world.provider;
    return one('a workflow there writes', () => {
      const fields = { ...records.find(id)!.now.fields, [AUTOMATED]: WANTED.there };
      records.put(id, { fields, atMs: now(), by: 'people' });
    });
  }
}
