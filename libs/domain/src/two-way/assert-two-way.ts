import { DEFAULT_POLICY, type ConflictPolicy } from '../conflict/conflict-policy.js';
import { SyncError } from '../errors/sync-error.js';
import type { JobDefinition } from '../job/job.js';
import { compileOutMapping, goesOut } from '../mapping/compile-out-mapping.js';
import { compilePairingKey } from '../pairing/pairing-key.js';
import type { WriteAbilities } from '../push/write-operation.js';
import { policyOf, undecidedPlaces } from './policy-of.js';

type TwoWay = Pick<
  JobDefinition,
  | 'direction'
  | 'mapping'
  | 'filter'
  | 'fields'
  | 'webhook'
  | 'derive'
  | 'links'
  | 'writePolicy'
  | 'conflictPolicy'
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
  const undecided = undecidedPlaces((conflictPolicy ?? DEFAULT_POLICY) as ConflictPolicy);
  if (undecided.length > 0)
    throw refusal(
      `Conflicts cannot be left to a person or a model yet: give ${undecided.join(', ')} of the conflictPolicy a strategy that decides, and merge and custom a fallback that does`,
    );
}

function unsupportedOf(definition: TwoWay): readonly string[] {
  const { webhook, derive, links, fields, filter, writePolicy } = definition;
  return Object.entries({
    webhook,
    derive: derive.length > 0,
    links: links.length > 0,
    fields: fields.length > 0,
    filter: filter !== null,
    writePolicy: writePolicy !== 'upsert',
  }).flatMap(([name, isSet]) => (isSet ? [name] : []));
}

/**
 * Throws `config.two_way_unsupported` where the stream would have changes at the provider overwritten that were not seen: its updates have to change only what they
 * name, and to be refused where the record is in another version than the one that was read.
 */
export function assertTwoWayStream(stream: string, { update, checksVersion }: WriteAbilities): void {
  if (update === 'replace')
    throw refusal(
      `An update of the stream "${stream}" replaces the whole record, so it is not written both ways`,
    );
  if (!checksVersion)
    throw refusal(
      `The stream "${stream}" does not refuse an update of a record that has changed meanwhile, so it is not written both ways`,
    );
}

function refusal(message: string): SyncError {
  return new SyncError('config.two_way_unsupported', message);
}
