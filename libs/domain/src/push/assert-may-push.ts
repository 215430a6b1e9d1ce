import { SyncError } from '../errors/sync-error.js';
import type { JobDefinition } from '../job/job.js';
import { compileOutMapping, goesOut } from '../mapping/compile-out-mapping.js';
import type { Trigger } from '../trigger/trigger.js';
import type { WritableStream } from './precautions.js';
import type { WriteKind } from './write-operation.js';

type Writing = Pick<
  JobDefinition,
  'stream' | 'writePolicy' | 'deletePolicy' | 'replacesUnmapped' | 'mapping'
>;

type MayBeWritten = Pick<WritableStream, 'abilities' | 'readsOne'>;

/**
 * Throws `config.stream_not_writable` or `config.replaces_unmapped` where the stream does not take what the job would write.
 */
export function assertMayPush(definition: Writing, { abilities, readsOne }: MayBeWritten): void {
  const { stream, replacesUnmapped } = definition;
  if (abilities === null)
    throw refusal(`The stream "${stream}" is only read: it does not say how its records are written`);
  const missing = kindsOf(definition).filter((kind) => abilities.batchSizes[kind] === undefined);
  if (missing.length > 0)
    throw refusal(`The stream "${stream}" does not say how to ${missing.join(' and ')} a record`);
  // What is read first keeps what the mapping does not name.
  const erases = abilities.update === 'replace' && !readsOne && !replacesUnmapped;
  if (erases && kindsOf(definition).includes('update')) {
    const message = `An update of the stream "${stream}" replaces the whole record at the provider, and the stream does not say how one record is read`;
    throw new SyncError('config.replaces_unmapped', message);
  }
}

function kindsOf({ writePolicy, deletePolicy }: Writing): readonly WriteKind[] {
  return [
    ...(writePolicy === 'update_only' ? [] : (['create'] as const)),
    ...(writePolicy === 'create_only' ? [] : (['update'] as const)),
    ...(deletePolicy === 'ignore' ? [] : [deletePolicy]),
  ];
}

type Outbound = Pick<
  JobDefinition,
  'direction' | 'mapping' | 'webhook' | 'derive' | 'links' | 'fields' | 'pushOnChange'
>;

/**
 * Throws `config.outbound_unsupported` for settings that only jobs that read have, and `config.invalid_mapping` where no rule of the
 * mapping goes out. Of a job that reads: `config.outbound_unsupported` where it is to push at once.
 */
export function assertOutbound(definition: Outbound): void {
  if (definition.direction === 'inbound' && definition.pushOnChange)
    throw new SyncError('config.outbound_unsupported', 'A job that only reads has no pushOnChange');
  if (definition.direction !== 'outbound') return;
  const { mapping, webhook, derive, links, fields } = definition;
  const unsupported = Object.entries({
    webhook,
    derive: derive.length > 0,
    links: links.length > 0,
    fields: fields.length > 0,
  }).filter(([, isSet]) => isSet);
  if (unsupported.length > 0) {
    const names = unsupported.map(([name]) => name).join(', ');
    throw new SyncError('config.outbound_unsupported', `A job that goes out has no ${names}`);
  }
  if (mapping.length === 0 || goesOut(mapping)) compileOutMapping(mapping);
  else
    throw new SyncError(
      'config.invalid_mapping',
      'No rule of the mapping goes out: give those that are to be sent the direction out or both',
    );
}

/** Throws `config.outbound_unsupported` where a run of a job that goes out goes by a time of the provider. */
export function assertOutboundRun(
  { direction }: Pick<JobDefinition, 'direction'>,
  { period = null }: Pick<Trigger, 'period'>,
): void {
  if (direction === 'inbound' || period === null) return;
  const message = 'A run of a job that goes out has no time to read from or to';
  throw new SyncError('config.outbound_unsupported', message);
}

function refusal(message: string): SyncError {
  return new SyncError('config.stream_not_writable', message);
}
