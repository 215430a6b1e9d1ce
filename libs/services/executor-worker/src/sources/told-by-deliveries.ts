import {
  foldTold,
  isOrdered,
  parseDelivery,
  recordsIn,
  type SourceRecord,
  type WebhookRules,
} from '@evenkeel/domain';
import type { ConnectorStream, ToldDelivery } from '@evenkeel/ports';
import { refused, spelledBy } from './read-named.js';
import type { SourceNeeds } from './source-needs.js';

/** Bodies that are held in memory at the same time. */
const AT_ONCE = 10;

/** What deliveries say of records, by the ids of these as their stream spells them. */
export type ToldRecords = ReadonlyMap<string, readonly SourceRecord[]>;

const NOTHING: ToldRecords = new Map();

/**
 * What the deliveries of the run say of these records, as far as they are taken as they stand: the least for each record that says the same.
 * One that is no longer kept, or was erased, says nothing. A job that goes both ways asks its provider: what was under way says nothing of the
 * writes that came between.
 */
export async function readToldBy(needs: SourceNeeds, externalIds: readonly string[]): Promise<ToldRecords> {
  const { execution, job, stream } = needs;
  const ids = execution.scope.kind === 'single' ? (execution.scope.deliveryIds ?? []) : [];
  if (ids.length === 0 || job.definition.direction !== 'inbound') return NOTHING;
  const asked = new Set(externalIds.map((id) => spelledBy(stream, id)));
  const told = new Map<string, readonly SourceRecord[]>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    for (const delivery of await needs.toldBy(ids.slice(from, from + AT_ONCE))) {
      const wanted = delivery.externalIds.map((id) => spelledBy(stream, id)).filter((id) => asked.has(id));
      for (const [id, said] of toldIn(delivery, stream, wanted))
        told.set(id, foldTold([...(told.get(id) ?? []), ...said]));
    }
  }
  return told;
}

/** By ids; of one of which it says nothing that is believed there is none. */
function toldIn(delivery: ToldDelivery, stream: ConnectorStream, ids: readonly string[]): ToldRecords {
  const told = { observedAt: delivery.receivedAt.toISOString() };
  const said = sayingOf(delivery, stream);
  const records = [...new Set(ids)].map((id) => [id, said(id).map((each) => ({ ...each, told }))] as const);
  return new Map(records.filter(([, own]) => own.length > 0));
}

type Saying = (externalId: string) => readonly SourceRecord[];

function sayingOf(
  { believed, body, rules }: ToldDelivery,
  { readTold, description }: ConnectorStream,
): Saying {
  if (believed === 'deletion') return (id) => [goneRecord(id)];
  if (body === '') return () => [];
  if (readTold === undefined) {
    const message = `The stream "${description.name}" takes no record from a delivery`;
    return (id) => [refused(id, 'provider.record_not_readable', message)];
  }
  const records = recordsIn(parseDelivery(body), rules.recordPath).map(readTold);
  return (id) => {
    const own = records.filter(({ externalId }) => externalId === id);
    if (own.length === 0) return [withoutRecord(id, rules)];
    // A deletion is believed by a setting of its own; without it the provider is asked.
    if (!rules.trustDeletes && own.some(({ gone }) => gone !== undefined)) return [];
    return own.map((record) => (record.gone !== undefined || isOrdered(record) ? record : unordered(id)));
  };
}

const goneRecord = (externalId: string): SourceRecord => ({
  ...{ externalId, version: null, modifiedAt: null, data: null },
  gone: 'announced',
});

function withoutRecord(externalId: string, { recordPath }: WebhookRules): SourceRecord {
  const place = recordPath === null ? 'in its body' : `at "${recordPath}"`;
  const message = `The delivery names the record ${externalId}, and has ${place} none of this id`;
  return refused(externalId, 'provider.other_record', message);
}

function unordered(externalId: string): SourceRecord {
  const message = `The delivery brought the record ${externalId} without a version or a time of change`;
  return refused(externalId, 'record.unordered', message);
}
