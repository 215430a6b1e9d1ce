import { SyncError } from '../errors/sync-error.js';
import type { JobDefinition } from '../job/job.js';
import { compileOutMapping, goesOut } from '../mapping/compile-out-mapping.js';
import { compilePairingKey } from '../pairing/pairing-key.js';
import type { WritableStream } from '../push/precautions.js';
import { policyOf } from './policy-of.js';

type TwoWay = Pick<
  JobDefinition,
  | 'direction'
  | 'mapping'
  | 'filter'
  | 'fields'
  | 'derive'
  | 'links'
  | 'writePolicy'
  | 'conflictPolicy'
  | 'deletePolicy'
  | 'writesUnchecked'
  | 'pairBy'
>;

/**
 * Throws `config.two_way_unsupported` for settings that a job that goes both ways cannot have, `config.invalid_mapping` where its mapping does not go out and
 * `config.invalid_conflict_policy`. Nothing for a job that goes one way.
 */
export function assertTwoWay(definition: TwoWay): void {
  const { direction, mapping, conflictPolicy, pairBy } = definition;
  if (direction !== 'bidirectional') {
    if (conflictPolicy !== null) throw refusal('Only a job that goes both ways has a conflictPolicy');
    if (definition.writesUnchecked) throw refusal('Only a job that goes both ways has writesUnchecked');
    if (pairBy.length > 0) throw refusal('Only a job that goes both ways has a pairBy');
    return;
  }
  const unsupported = unsupportedOf(definition);
  if (unsupported.length > 0) throw refusal(`A job that goes both ways has no ${unsupported.join(', ')}`);
  if (mapping.length > 0 && !goesOut(mapping))
    throw new SyncError(
      'config.invalid_mapping',
      'No rule of the mapping goes out: give those that are to be sent the direction out or both',
    );
  compileOutMapping(mapping);
  compilePairingKey(pairBy);
  policyOf(definition);
}

function unsupportedOf(definition: TwoWay): readonly string[] {
  const { derive, links, fields, filter, writePolicy, deletePolicy } = definition;
  return Object.entries({
    derive: derive.length > 0,
    links: links.length > 0,
    fields: fields.length > 0,
    filter: filter !== null,
    writePolicy: writePolicy !== 'upsert',
    // What is only deactivated is listed, and would be read as one that is there.
    'deletePolicy deactivate': deletePolicy === 'deactivate',
  }).flatMap(([name, isSet]) => (isSet ? [name] : []));
}

type OfStream = Pick<JobDefinition, 'stream' | 'writesUnchecked' | 'conflictPolicy'>;

/**
 * Throws `config.write_unchecked` where the stream would have changes at the provider overwritten that were not seen, unless the job takes that: it neither refuses an
 * update of another version than the one that was read, nor reads one record, which would be compared before it is written. Throws `config.invalid_conflict_policy`
 * where the policy goes by times that its records do not have.
 */
export function assertTwoWayStream(
  { stream, writesUnchecked, conflictPolicy }: OfStream,
  { abilities, readsOne, hasTimes }: WritableStream,
): void {
  policyOf({ conflictPolicy }, { hasTimes });
  if (abilities === null || abilities.checksVersion || readsOne || writesUnchecked) return;
  const message = `The stream "${stream}" neither refuses an update of a record that has changed meanwhile, nor says how one record is read`;
  throw new SyncError('config.write_unchecked', message);
}

function refusal(message: string): SyncError {
  return new SyncError('config.two_way_unsupported', message);
}
