import { canonicalText, type CallPlace, type IntentState, type JsonValue } from '@evenkeel/domain';
import type {
  IntentAnswer,
  IntentFilter,
  IntentSettling,
  Listed,
  ListRequest,
  PreparedIntent,
  PushIntentRepository,
  ReadBackIntent,
  RebasedIntent,
  StoredIntent,
  UnsentAnswer,
} from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { listed } from '../table/keyset.js';
import { isBigint, isUuid } from '../table/row-names.js';
import { isLoose } from './loose-statements.js';
import { INTENT_COLUMNS, intentFromRow, type IntentRow } from './row.js';

const OF_TENANT = `select ${INTENT_COLUMNS} from push_intent i where i.tenant_id = $1`;

export class PostgresPushIntentRepository implements PushIntentRepository {
  constructor(private readonly session: Session) {}

  async ofIds(ids: readonly string[], states?: readonly IntentState[]): Promise<readonly StoredIntent[]> {
    if (ids.length === 0) return [];
    const rows = await this.session.rows<IntentRow>(
      `${OF_TENANT} and i.id = any($2::uuid[]) and ($3::text[] is null or i.state = any($3)) order by i.call_key, i.call_position`,
      [this.session.tenant, ids, states ?? null],
    );
    return rows.map(intentFromRow);
  }

  lock(ids: readonly string[]): Promise<readonly StoredIntent[]> {
    return this.many(`${OF_TENANT} and i.id = any($2::uuid[]) order by i.id for update`, ids);
  }

  ofCall(key: string): Promise<readonly StoredIntent[]> {
    return this.many(`${OF_TENANT} and i.call_key = any($2::uuid[]) order by i.call_position`, [key]);
  }

  async markSent(ids: readonly string[]): Promise<void> {
    await this.move(ids, ['planned'], `state = 'sent', sent_at = engine_now()`);
  }

  async answerUnsent(answers: readonly UnsentAnswer[]): Promise<void> {
    if (answers.length === 0) return;
    const rows = answers.map(({ id, result, call: { key, position } }) => ({
      ...{ id, key, position },
      result: textOf(result),
    }));
    await this.session.write(
      `update push_intent i set state = 'answered', result = a.result::json, answered_at = engine_now(), call_key = a.key,
         call_position = a.position
       from jsonb_to_recordset($2::jsonb) as a(id uuid, key uuid, position int, result text)
       where i.id = a.id and i.tenant_id = $1 and i.state = 'planned'`,
      [this.session.tenant, JSON.stringify(rows)],
    );
  }

  async prepare(intents: readonly PreparedIntent[]): Promise<void> {
    if (intents.length === 0) return;
    const rows = intents.map(({ id, version, whole }) => ({
      ...{ id, version },
      whole: whole && canonicalText(whole),
    }));
    await this.session.write(
      `update push_intent i set version = p.version, whole = p.whole::json
       from jsonb_to_recordset($2::jsonb) as p(id uuid, version text, whole text)
       where i.id = p.id and i.tenant_id = $1 and i.state = 'planned'`,
      [this.session.tenant, JSON.stringify(rows)],
    );
  }

  async readBack(intents: readonly ReadBackIntent[]): Promise<void> {
    if (intents.length === 0) return;
    const rows = intents.map(({ id, result, agreed }) => ({
      ...{ id, result: textOf(result) },
      agreed: canonicalText(agreed as unknown as JsonValue),
    }));
    await this.session.write(
      `update push_intent i set result = b.result::json, agreed = b.agreed::json
       from jsonb_to_recordset($2::jsonb) as b(id uuid, result text, agreed text)
       where i.id = b.id and i.tenant_id = $1 and i.state = 'answered'`,
      [this.session.tenant, JSON.stringify(rows)],
    );
  }

  async regroup(intents: readonly { readonly id: string; readonly call: CallPlace }[]): Promise<void> {
    const rows = intents.map(({ id, call: { key, position } }) => ({ id, key, position }));
    await this.session.write(
      `update push_intent i set state = 'planned', sent_at = null, call_key = c.key, call_position = c.position
       from jsonb_to_recordset($2::jsonb) as c(id uuid, key uuid, position int)
       where i.id = c.id and i.tenant_id = $1 and i.state = 'sent'`,
      [this.session.tenant, JSON.stringify(rows)],
    );
  }

  async rebase(intents: readonly RebasedIntent[]): Promise<void> {
    if (intents.length === 0) return;
    const rows = intents.map(({ id, version, call: { key, position } }) => ({ id, version, key, position }));
    await this.session.write(
      `update push_intent i set state = 'planned', sent_at = null, version = c.version, rounds = i.rounds + 1, call_key = c.key,
         call_position = c.position
       from jsonb_to_recordset($2::jsonb) as c(id uuid, version text, key uuid, position int)
       where i.id = c.id and i.tenant_id = $1 and i.state = 'sent'`,
      [this.session.tenant, JSON.stringify(rows)],
    );
  }

  async takeBack(ids: readonly string[]): Promise<void> {
    await this.move(ids, ['sent'], `state = 'planned', sent_at = null`);
  }

  async answer(answers: readonly IntentAnswer[]): Promise<void> {
    if (answers.length === 0) return;
    const rows = answers.map(({ id, state, result }) => ({ id, state, result: textOf(result) }));
    await this.session.write(
      `update push_intent i set state = a.state, result = a.result::json, answered_at = engine_now()
       from jsonb_to_recordset($2::jsonb) as a(id uuid, state text, result text)
       where i.id = a.id and i.tenant_id = $1 and i.state in ('sent', 'in_doubt', 'uncertain')`,
      [this.session.tenant, JSON.stringify(rows)],
    );
  }

  async noteAbsent(id: string): Promise<void> {
    await this.move([id], ['sent', 'in_doubt'], 'absent_at = coalesce(absent_at, engine_now())');
  }

  async makeUncertain(ids: readonly string[]): Promise<void> {
    await this.move(ids, ['sent', 'in_doubt'], `state = 'uncertain'`);
  }

  async makeDoubtful(ids: readonly string[]): Promise<void> {
    await this.move(ids, ['sent'], `state = 'in_doubt'`);
  }

  async markApplied(ids: readonly string[]): Promise<void> {
    await this.move(ids, ['answered'], `state = 'applied', applied_at = engine_now()`);
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.session.write(
      `delete from push_intent where tenant_id = $1 and id = any($2::uuid[]) and state = 'planned'`,
      [this.session.tenant, ids],
    );
  }

  async loose(
    jobId: string,
    states: readonly IntentState[],
    limit: number,
    sentForMs?: number,
  ): Promise<readonly StoredIntent[]> {
    const rows = await this.session.rows<IntentRow>(
      `${OF_TENANT} and i.job_id = $2 and i.state = any($3) and i.state <> 'applied' and ${isLoose('$5')} order by i.id limit $4`,
      [this.session.tenant, jobId, states, limit, sentForMs ?? null],
    );
    return rows.map(intentFromRow);
  }

  async find(id: string): Promise<StoredIntent | undefined> {
    return isUuid(id) ? (await this.ofIds([id]))[0] : undefined;
  }

  async list({ jobId, recordId, states }: IntentFilter, request: ListRequest): Promise<Listed<StoredIntent>> {
    if (recordId !== undefined && !isBigint(recordId)) return { items: [], next: null };
    const rows = await this.session.rows<IntentRow>(
      `${OF_TENANT} and ($2::uuid is null or i.job_id = $2) and ($3::bigint is null or i.record_id = $3)
         and ($4::text[] is null or i.state = any($4)) and ($5::uuid is null or i.id > $5) order by i.id limit $6`,
      [
        this.session.tenant,
        jobId ?? null,
        recordId ?? null,
        states ?? null,
        request.after,
        request.limit + 1,
      ],
    );
    return listed(rows, request, ({ id }) => id, intentFromRow);
  }

  async writtenBetween(recordId: string, limit: number): Promise<readonly StoredIntent[]> {
    if (!isBigint(recordId)) return [];
    const rows = await this.session.rows<IntentRow>(
      `${OF_TENANT} and i.record_id = $2 and i.result -> 'between' is not null order by i.id desc limit $3`,
      [this.session.tenant, recordId, limit],
    );
    return rows.map(intentFromRow);
  }

  async settle(id: string, { result, actor, reason }: IntentSettling): Promise<boolean> {
    const settled = await this.session.write(
      `update push_intent set state = 'answered', result = $3::json, answered_at = engine_now(), settled_by = $4, settled_for = $5
       where id = $2 and tenant_id = $1 and state in ('in_doubt', 'uncertain')`,
      [this.session.tenant, id, textOf(result), actor, reason],
    );
    return settled === 1;
  }

  private async move(ids: readonly string[], from: readonly IntentState[], set: string): Promise<void> {
    if (ids.length === 0) return;
    await this.session.write(
      `update push_intent set ${set} where tenant_id = $1 and id = any($2::uuid[]) and state = any($3)`,
      [this.session.tenant, ids, from],
    );
  }

  private async many(text: string, ids: readonly string[]): Promise<readonly StoredIntent[]> {
    if (ids.length === 0) return [];
    const rows = await this.session.rows<IntentRow>(text, [this.session.tenant, ids]);
    return rows.map(intentFromRow);
  }
}

function textOf(result: IntentAnswer['result']): string {
  return canonicalText(result as unknown as JsonValue);
}
