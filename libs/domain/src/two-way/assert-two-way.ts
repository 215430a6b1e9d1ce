import { SyncError } from '../errors/sync-error.js';
import type { JobDefinition } from '../job/job.js';
import { compileOutMapping, goesOut } from '../mapping/compile-out-mapping.js';
import { compilePairing } from '../pairing/pairing-sides.js';
import type { WritableStream } from '../push/precautions.js';
import { unsentFilterFields } from './filter-both-ways.js';
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
    if (direction === 'inbound' && pairBy.length > 0) throw refusal('Only a job that writes has a pairBy');
    compilePairing(definition);
    return;
  }
  const unsupported = unsupportedOf(definition);
  if (unsupported.length > 0) throw refusal(`A job that goes both ways has no ${unsupported.join('; no ')}`);
  const unsent = unsentFilterFields(definition.filter, mapping);
  if (unsent.length > 0)
    throw refusal(
      `The filter asks about ${unsent.join(', ')}, which no rule of the mapping sends: whether a record here passes cannot be told. Give it a rule with the direction both`,
    );
  if (mapping.length > 0 && !goesOut(mapping))
    throw new SyncError(
      'config.invalid_mapping',
      'No rule of the mapping goes out: give those that are to be sent the direction out or both',
    );
  compileOutMapping(mapping);
  compilePairing(definition);
  policyOf(definition);
}

/** Each with what does instead. */
function unsupportedOf(definition: TwoWay): readonly string[] {
  const { derive, links, fields, writePolicy, deletePolicy } = definition;
  const found: readonly (readonly [boolean, string])[] = [
    // What is edited of a part would have to be put together with its parent before it is sent.
    [derive.length > 0, 'derive (let a job that only reads another stream derive these records)'],
    // A link is one of the ids of its provider: a record that is made here has none yet.
    [links.length > 0, 'links (keep the id of the other record as a field)'],
    [fields.length > 0, 'fields (name them by rules of the mapping with the direction both)'],
    [
      writePolicy !== 'upsert',
      'writePolicy (use an inbound or an outbound job for what only one side creates, and a filter for what neither is to take)',
    ],
    // What is only deactivated is listed, and would be read as one that is there.
    [deletePolicy === 'deactivate', 'deletePolicy deactivate (use delete, ignore, or an outbound job)'],
  ];
  return found.flatMap(([isSet, said]) => (isSet ? [said] : []));
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
