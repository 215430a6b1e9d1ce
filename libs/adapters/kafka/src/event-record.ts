import { toCloudEvent, type LifecycleEvent } from '@evenkeel/contracts-messages';
import type { ValuedMessage } from './spilled-values.js';

/**
 * An event as a Kafka record: CloudEvents 1.0 in binary mode, its attributes as headers. Events of one subject share a key, and so a
 * partition: who reads it sees them in order.
 */
export function eventRecord(event: LifecycleEvent): ValuedMessage {
  const { data, datacontenttype, ...attributes } = toCloudEvent(event);
  const headers = Object.entries(attributes).map(([name, value]): [string, string] => [`ce_${name}`, value]);
  return {
    key: event.subject,
    value: JSON.stringify(data),
    timestamp: String(Date.parse(event.at)),
    headers: { 'content-type': datacontenttype, ...Object.fromEntries(headers) },
  };
}
