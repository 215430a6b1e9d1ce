import type { JobDefinition, MatchSettings } from '@evenkeel/domain';
import { PERSON } from '../workload/joined-jobs.js';

/** An address names a person; of names that are alike a person decides. */
export const ALIKE: MatchSettings = {
  rules: [
    { name: 'same address', when: { field: 'email', by: 'exact', normalise: ['email'] } },
    {
      name: 'alike',
      when: { field: 'name', by: 'fuzzy', threshold: 0.97 },
      review: 0.75,
      blockBy: [{ field: 'name', by: 'prefix', length: 3, normalise: ['case'] }],
    },
  ],
};

/** What both connections are read into. */
export const MATCHED_PEOPLE: Partial<JobDefinition> = { recordType: PERSON };
