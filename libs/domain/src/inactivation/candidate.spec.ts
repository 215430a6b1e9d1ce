import { CANDIDATE_VERDICTS, KEPT_VERDICTS } from './candidate.js';

it('a candidate is inactivated or kept: every verdict but one keeps it', () => {
  expect(KEPT_VERDICTS).not.toContain('inactivated');
  expect(new Set(['inactivated', ...KEPT_VERDICTS])).toEqual(new Set(CANDIDATE_VERDICTS));
});
