import type { ConnectionId } from '@evenkeel/domain';
import type {
  DeliveryFilter,
  Listed,
  ListRequest,
  NamedDeliveries,
  OpenEndpoint,
  ReadDelivery,
  SettledDelivery,
  StoredDelivery,
  ToldDelivery,
  ToldOf,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookRepository,
} from '@evenkeel/ports';
import type { Session, Value } from '../database/session.js';
import { listed } from '../table/keyset.js';
import { isUuid } from '../table/row-names.js';
import { TAKE_DELIVERIES, valuesOf } from './take-deliveries.js';
import {
  ENDPOINT_REVISION,
  openEndpointFromRow,
  STORED_DELIVERY,
  storedDeliveryFromRow,
  toldDeliveryFromRow,
  WEBHOOK_ENDPOINT,
  type OpenEndpointRow,
  type StoredDeliveryRow,
  type ToldDeliveryRow,
} from './webhook-row.js';

/** Of an endpoint `w`. */
const OPEN_COLUMNS = `${WEBHOOK_ENDPOINT.of('w')}, w.created_at, w.refused_since, w.refused_at, w.refused_for,
  (select d.received_at from webhook_delivery d where d.endpoint_id = w.id order by d.id desc limit 1) as delivered_at`;
const CHANGED = WEBHOOK_ENDPOINT.only('stream', 'sealed_secret', 'id_paths', 'rules', 'revision');
/** $1: tenant id. */
const OF_TENANT = 'exists (select from connection c where c.id = w.connection_id and c.tenant_id = $1)';
const IS_OPEN = `w.closed_at is null and ${OF_TENANT}`;
const DELIVERY = 'from webhook_delivery d join webhook_endpoint w on w.id = d.endpoint_id';
/** What a filter finds; takes $2 to $6. */
const FOUND = `d.endpoint_id = $2 and ($3::text is null or d.state = $3) and ($4::text is null or d.kind = $4)
  and ($5::text is null or $5 = any(d.external_ids)) and ($6::timestamptz is null or d.received_at >= $6)`;

export class PostgresWebhookRepository implements WebhookRepository {
  constructor(private readonly session: Session) {}

  async insertEndpoint(endpoint: WebhookEndpoint): Promise<void> {
    await this.session.write(
      `insert into webhook_endpoint (${WEBHOOK_ENDPOINT.list}) values (${WEBHOOK_ENDPOINT.parameters})`,
      WEBHOOK_ENDPOINT.values(endpoint),
    );
  }

  async listEndpoints(connectionId: ConnectionId): Promise<readonly OpenEndpoint[]> {
    const rows = await this.session.rows<OpenEndpointRow>(
      `select ${OPEN_COLUMNS} from webhook_endpoint w
       where ${IS_OPEN} and w.connection_id = $2 order by w.created_at, w.id`,
      [this.session.tenant, connectionId],
    );
    return rows.map(openEndpointFromRow);
  }

  findEndpoint(id: string): Promise<OpenEndpoint | undefined> {
    return this.openOne(id, '');
  }

  lockEndpoint(id: string): Promise<OpenEndpoint | undefined> {
    return this.openOne(id, 'for no key update of w');
  }

  async saveEndpoint(endpoint: WebhookEndpoint): Promise<void> {
    await this.session.write(
      `update webhook_endpoint w set (${CHANGED.list}) = ($3, $4, $5, $6, $7), refused_since = null, refused_at = null, refused_for = null
       where ${IS_OPEN} and w.id = $2`,
      [this.session.tenant, endpoint.id, ...CHANGED.values(endpoint)],
    );
  }

  async replaceSecret(id: string, sealedSecret: string, validForSeconds: number): Promise<Date> {
    const row = await this.session.row<{ until: Date }>(
      `update webhook_endpoint w set sealed_secret = $3, previous_until = engine_now() + $4 * interval '1 second', revision = w.revision + 1,
         refused_since = null, refused_at = null, refused_for = null
       where ${IS_OPEN} and w.id = $2 returning w.previous_until as until`,
      [this.session.tenant, id, sealedSecret, validForSeconds],
    );
    return row!.until;
  }

  async closeEndpoint(id: string): Promise<OpenEndpoint | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await this.session.row<OpenEndpointRow>(
      `update webhook_endpoint w set closed_at = engine_now() where ${IS_OPEN} and w.id = $2
       returning ${OPEN_COLUMNS}`,
      [this.session.tenant, id],
    );
    return row && openEndpointFromRow(row);
  }

  async noteRefusal(id: string, why: string): Promise<void> {
    await this.session.write(
      `update webhook_endpoint w
       set refused_since = coalesce(w.refused_since, engine_now()), refused_at = engine_now(), refused_for = $3
       where ${IS_OPEN} and w.id = $2 and (w.refused_at is null or w.refused_at < engine_now() - interval '10 seconds')`,
      [this.session.tenant, id, why],
    );
  }

  async forgetRefusals(id: string): Promise<void> {
    await this.session.write(
      `update webhook_endpoint w set refused_since = null, refused_at = null, refused_for = null
       where ${IS_OPEN} and w.id = $2 and w.refused_at is not null`,
      [this.session.tenant, id],
    );
  }

  async revisions(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const row = await this.session.preparedRow<{ found: readonly (readonly [string, string])[] }>(
      {
        name: 'webhook-revisions',
        text: `select coalesce(json_agg(json_build_array(w.id, ${ENDPOINT_REVISION})), '[]') as found
          from webhook_endpoint w where ${IS_OPEN} and w.id = any($2::uuid[])`,
      },
      [this.session.tenant, ids],
    );
    return new Map(row?.found);
  }

  async takeDeliveries(deliveries: readonly WebhookDelivery[]): Promise<readonly boolean[]> {
    if (deliveries.length === 0) return [];
    const row = await this.session.preparedRow<{ taken: readonly (readonly [string, string])[] }>(
      TAKE_DELIVERIES,
      valuesOf(deliveries),
    );
    const taken = new Set(row?.taken.map(([endpointId, id]) => `${endpointId} ${id}`));
    return deliveries.map(({ endpointId, deliveryId }) => taken.has(`${endpointId} ${deliveryId}`));
  }

  async lockWaiting(limit: number): Promise<readonly StoredDelivery[]> {
    const rows = await this.session.rows<StoredDeliveryRow>(
      `select ${STORED_DELIVERY} ${DELIVERY} where d.state = 'waiting' and ${OF_TENANT}
       order by d.id limit $2 for update of d skip locked`,
      [this.session.tenant, limit],
    );
    return rows.map(storedDeliveryFromRow);
  }

  async listTold({ connectionId, ids }: ToldOf): Promise<readonly ToldDelivery[]> {
    const rows = await this.session.rows<ToldDeliveryRow>(
      `select d.id::text as id, d.external_ids, d.believed, d.received_at, d.body, w.rules ${DELIVERY}
       where ${OF_TENANT} and w.connection_id = $2 and d.id = any($3::bigint[]) and d.believed <> 'nothing' order by d.id`,
      [this.session.tenant, connectionId, ids],
    );
    return rows.map(toldDeliveryFromRow);
  }

  async saveDeliveryEnds(settled: readonly SettledDelivery[]): Promise<void> {
    if (settled.length === 0) return;
    await this.session.write(
      `update webhook_delivery d set state = s.state, trigger_ids = s."triggerIds"
       from json_to_recordset($2::json) as s("endpointId" uuid, id bigint, state text, "triggerIds" uuid[]), webhook_endpoint w
       where d.endpoint_id = s."endpointId" and d.id = s.id and w.id = d.endpoint_id and ${OF_TENANT}`,
      [this.session.tenant, JSON.stringify(settled)],
    );
  }

  async listDeliveries(filter: DeliveryFilter, request: ListRequest): Promise<Listed<StoredDelivery>> {
    const rows = await this.session.rows<StoredDeliveryRow>(
      `select ${STORED_DELIVERY} ${DELIVERY} where ${OF_TENANT} and ${FOUND} and ($7::bigint is null or d.id < $7)
       order by d.id desc limit $8`,
      [...this.found(filter), request.after, request.limit + 1],
    );
    return listed(rows, request, ({ id }) => id, storedDeliveryFromRow);
  }

  async lockDeliveries(
    which: NamedDeliveries | DeliveryFilter,
    limit: number,
    after = '0',
  ): Promise<readonly (StoredDelivery & { readonly body: string })[]> {
    const isNamed = 'ids' in which;
    const values: Value[] = isNamed ? [this.session.tenant, which.endpointId, which.ids] : this.found(which);
    const rows = await this.session.rows<StoredDeliveryRow & { readonly body: string }>(
      `select ${STORED_DELIVERY}, d.body ${DELIVERY} where ${OF_TENANT} and ${isNamed ? 'd.endpoint_id = $2 and d.id = any($3::bigint[])' : FOUND}
       and d.id > $${values.length + 2}::bigint order by d.id limit $${values.length + 1} for update of d`,
      [...values, limit, after],
    );
    return rows.map((row) => ({ ...storedDeliveryFromRow(row), body: row.body }));
  }

  async deliverAgain({ endpointId, id }: StoredDelivery, read: ReadDelivery): Promise<void> {
    const { state, stream, kind, change, externalIds, believed, why } = read;
    await this.session.write(
      `update webhook_delivery d set state = $4, stream = $5, kind = $6, change = $7, external_ids = $8, why = $9, believed = $10, times = d.times + 1
       from webhook_endpoint w where d.endpoint_id = $2 and d.id = $3 and w.id = d.endpoint_id and ${OF_TENANT}`,
      [this.session.tenant, endpointId, id, state, stream, kind, change, externalIds, why, believed],
    );
  }

  private async openOne(id: string, lock: string): Promise<OpenEndpoint | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await this.session.row<OpenEndpointRow>(
      `select ${OPEN_COLUMNS} from webhook_endpoint w where ${IS_OPEN} and w.id = $2 ${lock}`,
      [this.session.tenant, id],
    );
    return row && openEndpointFromRow(row);
  }

  private found({ endpointId, state, kind, externalId, since }: DeliveryFilter): Value[] {
    return [this.session.tenant, endpointId, state, kind, externalId, since];
  }
}
