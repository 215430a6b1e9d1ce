import type { WebhookDelivery } from '@evenkeel/ports';
import type { HotStatement } from '../database/session.js';

const COLUMNS = 'endpoint_id, delivery_id, state, stream, kind, change, external_ids, believed, why, body';

/** $1: what `rowsOf` makes, each of another name. Gives the names of those that were taken. */
export const TAKE_DELIVERIES: HotStatement = {
  name: 'take-deliveries',
  text: `
    with taken as (
      insert into webhook_delivery as d (${COLUMNS}, trigger_ids)
      select s.*, '{}' from json_to_recordset($1::json) as s(endpoint_id uuid, delivery_id text, state text, stream text, kind text,
        change text, external_ids text[], believed text, why text, body text)
      on conflict (endpoint_id, delivery_id) do update set state = excluded.state, stream = excluded.stream, kind = excluded.kind,
        change = excluded.change, external_ids = excluded.external_ids, why = excluded.why, body = excluded.body,
        believed = case when d.state <> 'rejected' and excluded.believed = 'deletion' then 'nothing' else excluded.believed end,
        id = default, received_at = engine_now(), times = d.times + 1
      where d.state = 'rejected' or (d.state <> 'waiting' and excluded.delivery_id = any($2::text[]))
      returning endpoint_id, delivery_id)
    select coalesce(json_agg(json_build_array(endpoint_id, delivery_id)), '[]') as taken from taken`,
};

export function valuesOf(deliveries: readonly WebhookDelivery[]): [string, readonly string[]] {
  const rows = deliveries.map(({ endpointId, deliveryId, externalIds, isNewAfter: _, ...others }) => ({
    ...{ endpoint_id: endpointId, delivery_id: deliveryId, external_ids: externalIds },
    ...others,
  }));
  // What is named by its body may be sent again for another change.
  const again = deliveries.filter(({ isNewAfter }) => isNewAfter === 'settled');
  return [JSON.stringify(rows), again.map(({ deliveryId }) => deliveryId)];
}
