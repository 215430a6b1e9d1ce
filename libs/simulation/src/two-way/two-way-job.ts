import { DEFAULT_TENANT, JOB_DEFAULTS, type Job } from '@evenkeel/domain';
import { OVERLAP_SECONDS } from '../world/world-profile.js';
import type { TwoWayProfile } from './two-way-profile.js';

/** The stream, its job and its record type. */
export const PEOPLE = 'people';
/** Another stream of the same records, and its job, in worlds in which two jobs keep them in step. */
export const CLIENTS = 'clients';
/** What the ids of records of a stream begin with. */
export const LETTERS: Readonly<Record<string, string>> = { [PEOPLE]: 'p', [CLIENTS]: 'q' };

/** The streams of a world, which are the names of their jobs. */
export function streamsOf({ isShared }: Pick<TwoWayProfile, 'isShared'>): readonly string[] {
  return isShared ? [PEOPLE, CLIENTS] : [PEOPLE];
}

/** The stream of a record of the provider. */
export function streamOfId(id: string): string {
  return id.startsWith(`${LETTERS[CLIENTS]}-`) ? CLIENTS : PEOPLE;
}

/** The fields that both sides have. `email` tells whose record it is and is never changed. */
export const FIELDS = ['email', 'name', 'city', 'team'] as const;
/** Those of them that people edit. */
export const EDITED = ['name', 'city', 'team'] as const;
/** The one of these that is written by automations as well. */
export const AUTOMATED = 'team';
/** A field of the provider that no mapping names. */
export const UNMAPPED = 'note';

export function twoWayJob(
  ids: { readonly id: string; readonly connectionId: string },
  profile: TwoWayProfile,
  stream: string = PEOPLE,
): Job {
  const { isBothWays, mode, conflictPolicy, deletePolicy, timeoutMinutes, pageSize, writing } = profile;
  return {
    ...ids,
    tenantId: DEFAULT_TENANT,
    name: stream,
    revision: 1,
    definition: {
      ...JOB_DEFAULTS,
      stream,
      recordType: PEOPLE,
      direction: isBothWays ? 'bidirectional' : 'outbound',
      ...{ mode, deletePolicy, timeoutMinutes, pageSize },
      conflictPolicy: isBothWays ? conflictPolicy : null,
      createsUnpaired: true,
      replacesUnmapped: writing.update === 'replace' && !isBothWays,
      pushOnChange: profile.pushesOnChange,
      overlapSeconds: OVERLAP_SECONDS,
      // What is gone is no matter of people here.
      deleteCeiling: { percent: 100, records: 1_000 },
      mapping: FIELDS.map((field) => ({ source: field, target: field, direction: 'both' })),
    },
  };
}
