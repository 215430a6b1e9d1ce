import { DELETE_POLICIES, DIRECTIONS, JOB_DEFAULTS, MOST_PAIRING_FIELDS } from '@evenkeel/domain';
import { z } from 'zod';
import { jsonObject } from './json-object.js';

/** The fields of a job that say which way records go, and how they are written. */
export const writingDefinition = {
  direction: z
    .enum(DIRECTIONS)
    .describe(
      '`inbound`: from the provider into the store; `outbound`: out of the store to the provider; `bidirectional`: both, in one run.',
    )
    .default(JOB_DEFAULTS.direction),
  deletePolicy: z
    .enum(DELETE_POLICIES)
    .describe(
      'Of a job that writes: what happens at the provider to a record that is not active here any more: nothing (`ignore`), it is deleted, or (outbound) it is put out of use (`deactivate`).',
    )
    .default(JOB_DEFAULTS.deletePolicy),
  createsUnpaired: z
    .boolean()
    .describe(
      'Of a job that writes: whether the first run creates every record although the provider has records of the stream, of which none is known to be one of ours.',
    )
    .default(JOB_DEFAULTS.createsUnpaired),
  pairBy: z
    .array(z.string().min(1))
    .max(MOST_PAIRING_FIELDS)
    .describe(
      'Of a job that writes: fields of the local record by which records that both sides hold already are recognised as one, before the first run writes; empty: none is.',
    )
    .default([...JOB_DEFAULTS.pairBy]),
  replacesUnmapped: z
    .boolean()
    .describe(
      'Of a job that writes: whether an update may remove what the provider has in fields that the mapping does not name, where it replaces the whole record. Else that is read first and kept.',
    )
    .default(JOB_DEFAULTS.replacesUnmapped),
  writesUnchecked: z
    .boolean()
    .describe(
      'Bidirectional: whether what others change at the provider between a reading and a write may be written over, where the stream neither checks versions nor reads one record.',
    )
    .default(JOB_DEFAULTS.writesUnchecked),
  pushOnChange: z
    .boolean()
    .describe(
      'Of a job that writes: whether what is changed here starts a run by itself, once a run of the whole job has completed.',
    )
    .default(JOB_DEFAULTS.pushOnChange),
  conflictPolicy: jsonObject
    .nullable()
    .describe(
      'Bidirectional: what decides where both sides changed the same field: `strategy` with its `fallback` and `rules`, by path in `fields`, and in `lists` how lists are joined; null: the newest change wins.',
    )
    .default(JOB_DEFAULTS.conflictPolicy),
} as const;
