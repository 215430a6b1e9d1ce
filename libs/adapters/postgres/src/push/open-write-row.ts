import { isJsonObject, parseJson, type Agreement, type OpenWrite } from '@evenkeel/domain';

/** $1 set, $2 tenant. */
export const OPEN_WRITES = `
  select i.state, i.reference_id::text as reference_id, i.sent::text as sent, i.agreed::text as agreed, i.sent_at,
    case when i.kind = 'create' then i.result ->> 'externalId' end as external_id from push_intent i
  where i.set_id = $1 and i.tenant_id = $2 and i.state in ('sent', 'in_doubt', 'uncertain', 'answered')
  order by i.id`;

export interface OpenRow extends Record<string, unknown> {
  readonly state: OpenWrite['state'];
  readonly reference_id: string | null;
  readonly external_id: string | null;
  readonly sent: string;
  readonly agreed: string | null;
  readonly sent_at: Date | null;
}

export function openWriteOf({ state, sent, agreed, ...row }: OpenRow): OpenWrite {
  const data = parseJson(sent);
  return {
    state,
    referenceId: row.reference_id,
    externalId: row.external_id,
    sent: isJsonObject(data) ? data : {},
    local: agreed === null ? null : agreementOf(agreed).local,
    sentAt: row.sent_at?.toISOString() ?? null,
  };
}

/** As it is kept, or as the capture of a change wrote it. */
export function agreementOf(text: string): Agreement {
  return parseJson(text) as unknown as Agreement;
}
