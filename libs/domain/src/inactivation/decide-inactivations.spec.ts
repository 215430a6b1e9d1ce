import type { ReferenceState } from '../record/reference.js';
import type { CandidateReading } from './candidate.js';
import { decideInactivations } from './decide-inactivations.js';

const AT = '2026-11-01T12:00:00.000Z';
const reading = (externalId: string, changes: Partial<CandidateReading> = {}): CandidateReading => ({
  referenceId: `r-${externalId}`,
  externalId,
  observedAt: AT,
  found: 'gone',
  ...changes,
});
const reference = (externalId: string, changes: Partial<ReferenceState> = {}): ReferenceState => ({
  id: `r-${externalId}`,
  recordId: '1',
  externalId,
  contentHash: '',
  version: null,
  observedAt: AT,
  inactive: false,
  ...changes,
});
const decide = (readings: CandidateReading[], references: ReferenceState[]) =>
  decideInactivations(readings, new Map(references.map((each) => [each.externalId, each])));

describe('decideInactivations', () => {
  it('inactivates what is gone and is still as it was when it was looked at', () => {
    const [a, b] = [reference('a'), reference('b')];
    expect(decide([reading('b'), reading('a')], [a, b])).toEqual({
      inactivate: [b, a],
      verdicts: ['inactivated', 'inactivated'],
    });
  });

  it.each([
    ['seen or changed since', { observedAt: '2026-11-01T12:00:00.001Z' }],
    ['inactive already', { inactive: true }],
    ['another reference by now', { id: 'r-other' }],
  ])('keeps what is %s', (_, changes) => {
    expect(decide([reading('a')], [reference('a', changes)])).toEqual({
      inactivate: [],
      verdicts: ['changed_since'],
    });
  });

  it('keeps what has no reference any more', () => {
    expect(decide([reading('a')], [])).toMatchObject({ verdicts: ['changed_since'] });
  });

  it.each(['still_there', 'changed_since', 'unreadable'] as const)('keeps what was found %s', (found) => {
    expect(decide([reading('a', { found })], [reference('a')])).toEqual({
      inactivate: [],
      verdicts: [found],
    });
  });
});
