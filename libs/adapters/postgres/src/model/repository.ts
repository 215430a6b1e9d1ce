import type { ExecutionId, Model, ModelUse, UsesOfModel } from '@evenkeel/domain';
import type { ModelRepository, ReservedCall, StoredModel } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { MODEL, modelFromRow, type ReadModelRow } from './row.js';

const FIND = `select ${MODEL.list}, sealed_key, changed_at from model where tenant_id = $1`;
const TODAY = `date_trunc('day', engine_now() at time zone 'UTC') at time zone 'UTC'`;
const SUMS = `coalesce(sum(calls), 0)::int as calls, coalesce(sum(tokens), 0)::float8 as tokens`;

export class PostgresModelRepository implements ModelRepository {
  constructor(private readonly session: Session) {}

  find(): Promise<StoredModel | undefined> {
    return this.one(FIND);
  }

  async lock(): Promise<StoredModel | undefined> {
    await this.session.row('select id from model where tenant_id = $1 for update', [this.session.tenant]);
    // A statement of its own: its snapshot must be taken after the lock was granted.
    return this.find();
  }

  async save(model: Model, sealedKey: string | null): Promise<void> {
    this.session.assertOwn(model);
    const values = MODEL.values(model);
    await this.session.write(
      `insert into model (${MODEL.list}, sealed_key) values (${MODEL.parameters}, $${values.length + 1})
       on conflict (tenant_id) do update set (${MODEL.list}, sealed_key, changed_at) =
         (select ${MODEL.of('excluded')}, excluded.sealed_key, engine_now())`,
      [...values, sealedKey],
    );
  }

  async remove(): Promise<boolean> {
    return (await this.session.write('delete from model where tenant_id = $1', [this.session.tenant])) === 1;
  }

  async uses(executionId: ExecutionId | null): Promise<UsesOfModel> {
    const sum = async (condition: string, value?: string | null): Promise<ModelUse> => {
      const row = await this.session.row<ModelUse>(
        `select ${SUMS} from model_call where tenant_id = $1 and ${condition}`,
        [this.session.tenant, ...(value === undefined ? [] : [value])],
      );
      return row ?? { calls: 0, tokens: 0 };
    };
    return {
      ofDay: await sum(`asked_at >= ${TODAY}`),
      ofRun: await sum('execution_id is not distinct from $2::uuid', executionId),
    };
  }

  async reserve({ id, conflictId, executionId, tokens }: ReservedCall): Promise<void> {
    await this.session.write(
      `insert into model_call (id, tenant_id, conflict_id, execution_id, calls, tokens) values ($1, $2, $3, $4, 1, $5)`,
      [id, this.session.tenant, conflictId, executionId, tokens],
    );
  }

  async countAnswered(id: string, { calls, tokens }: ModelUse): Promise<void> {
    await this.session.write(
      'update model_call set calls = $3, tokens = $4, answered_at = engine_now() where id = $1 and tenant_id = $2',
      [id, this.session.tenant, calls, tokens],
    );
  }

  async untilNextDayMs(): Promise<number> {
    const row = await this.session.row<{ ms: number }>(
      `select extract(epoch from ${TODAY} + interval '1 day' - engine_now())::float8 * 1000 as ms`,
      [],
    );
    return Math.ceil(row?.ms ?? 0);
  }

  private async one(statement: string): Promise<StoredModel | undefined> {
    const row = await this.session.row<ReadModelRow>(statement, [this.session.tenant]);
    return row && modelFromRow(row);
  }
}
