import type { PurgeRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { FORGET_RESOLVED } from '../failure/statements.js';

/** Ids grow with time: the first ones are looked at and no more. The database refuses what its own clock calls younger than 30 days. */
const forgetAudit = (table: 'audit_event' | 'audit_change') =>
  `delete from ${table} where id = any(array(
     select id from (select id, at from ${table} order by id limit $2) oldest
     where at < (select engine_now()) - $1 * interval '1 day' and at < clock_timestamp() - interval '30 days'))`;
/** Of a delivery: a run to which it said what it is to apply, and that goes on. */
const UNUSED_WORD = `select from trigger t left join execution e on e.id = t.execution_id
  where t.id = any(webhook_delivery.trigger_ids) and (t.state = 'accepted' or e.id is not null and e.finished_at is null)`;

export class PostgresPurgeRepository implements PurgeRepository {
  constructor(private readonly session: Session) {}

  async plans(): Promise<void> {
    const expired = '(select id from plan where expires_at < (select engine_now()))';
    for (const table of ['plan_page', 'plan_change'])
      await this.session.write(`delete from ${table} where plan_id in ${expired}`);
    // What is planned, approved or left of a pairing outlives its plan.
    await this.session.write(
      `delete from pairing_record r where r.plan_id in ${expired} and not exists (select from pairing p where p.plan_id = r.plan_id)`,
    );
  }

  async inventories(days: number): Promise<void> {
    const over = `select p.execution_id from inventory_page p join execution e on e.id = p.execution_id
      where e.finished_at < (select engine_now()) - $1 * interval '1 day' and e.status`;
    await this.session.write(`delete from inventory_page where execution_id in (${over} = 'completed')`, [
      days,
    ]);
    await this.session.write(
      `update inventory_page set wanted = null, entries = null
       where json_array_length(wanted) > 0 and execution_id in (${over} <> 'completed')`,
      [days],
    );
  }

  async spilledPages(hours: number): Promise<void> {
    await this.session.write(
      `delete from page_spill where kept_at < (select engine_now()) - $1 * interval '1 hour'`,
      [hours],
    );
  }

  resolvedFailures(days: number, limit: number): Promise<number> {
    return this.session.write(FORGET_RESOLVED, [days, limit]);
  }

  appliedIntents(days: number, limit: number): Promise<number> {
    return this.session.write(
      `delete from push_intent where id = any(array(
         select id from push_intent where state = 'applied' and applied_at < (select engine_now()) - $1 * interval '1 day'
         order by applied_at limit $2 for update skip locked))`,
      [days, limit],
    );
  }

  flipFlops(hours: number, limit: number): Promise<number> {
    return this.session.write(
      `delete from flip_flop where reference_id = any(array(
         select f.reference_id from flip_flop f
         where f.quarantined_at is null and f.changed_at < (select engine_now()) - $1 * interval '1 hour'
           or not exists (select from external_reference e where e.id = f.reference_id)
         limit $2 for update skip locked))`,
      [hours, limit],
    );
  }

  modelCalls(days: number, limit: number): Promise<number> {
    return this.session.write(
      `delete from model_call where id = any(array(
         select id from model_call where asked_at < (select engine_now()) - $1 * interval '1 day'
         order by asked_at limit $2 for update skip locked))`,
      [days, limit],
    );
  }

  endedConflicts(days: number, limit: number): Promise<number> {
    return this.session.write(
      `delete from conflict where id = any(array(
         select id from conflict where state not in ('open', 'proposing') and changed_at < (select engine_now()) - $1 * interval '1 day'
           and (state <> 'resolved' or is_carried_out)
         order by changed_at limit $2 for update skip locked))`,
      [days, limit],
    );
  }

  async triggerMessages(days: number, limit: number): Promise<number> {
    await this.session.write(
      `delete from trigger_topic where seen_at < (select engine_now()) - $1 * interval '1 day'`,
      [days],
    );
    return this.session.write(
      `delete from trigger_message where id = any(array(
         select id from trigger_message where received_at < (select engine_now()) - $1 * interval '1 day'
         order by received_at limit $2 for update skip locked))`,
      [days, limit],
    );
  }

  auditEvents(days: number, limit: number): Promise<number> {
    return this.session.write(forgetAudit('audit_event'), [days, limit]);
  }

  auditChanges(days: number, limit: number): Promise<number> {
    return this.session.write(forgetAudit('audit_change'), [days, limit]);
  }

  deliveries(days: number, limit: number): Promise<number> {
    return this.session.write(
      `delete from webhook_delivery where ctid = any(array(
         select ctid from webhook_delivery where received_at < (select engine_now()) - $1 * interval '1 day' and state <> 'waiting'
           and (believed = 'nothing' or not exists (${UNUSED_WORD})) and (believed <> 'deletion' or delivery_id not like 'sha256:%')
         order by received_at limit $2 for update skip locked))`,
      [days, limit],
    );
  }

  notifications(days: number, limit: number): Promise<number> {
    return this.session.write(
      `delete from notification where id = any(array(
         select id from notification where state <> 'waiting' and created_at < (select engine_now()) - $1 * interval '1 day'
         order by created_at limit $2 for update skip locked))`,
      [days, limit],
    );
  }

  errors(days: number, limit: number): Promise<number> {
    return this.session.write(
      `delete from execution_error where id = any(array(
         select id from execution_error where at < (select engine_now()) - $1 * interval '1 day'
         order by id limit $2 for update skip locked))`,
      [days, limit],
    );
  }
}
