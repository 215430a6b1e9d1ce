import { NO_VERDICTS } from './candidate.js';
import { closeOutCounts } from './close-out.js';

const full = { lane: 'bulk', scope: { kind: 'full' }, status: 'completed' } as const;

describe('closeOutCounts', () => {
  it('counts what was inactivated, and the others by why they were kept', () => {
    const verdicts = { ...NO_VERDICTS, inactivated: 2, still_there: 1, once_missing: 4 };
    const judged = { complete: true, reason: null, candidates: 7, verdicts, approvalId: null };
    const { inactivated, ...kept } = verdicts;
    expect(closeOutCounts(full, judged)).toEqual({
      complete: true,
      reason: null,
      candidates: 7,
      inactivated,
      kept,
      approvalId: null,
    });
  });

  it('says of a full run that ended too early why nothing was inactivated', () => {
    expect(closeOutCounts({ ...full, status: 'cancelled' }, undefined)).toMatchObject({
      complete: false,
      reason: 'the run ended before its listing was judged',
      candidates: 0,
    });
  });

  it('says what was judged by a run that carries out what a person has granted', () => {
    const judged = { complete: true, reason: null, candidates: 3, verdicts: NO_VERDICTS, approvalId: 'a' };
    const granted = {
      lane: 'bulk',
      scope: { kind: 'approval', approvalId: 'a' },
      status: 'running',
    } as const;
    expect(closeOutCounts(granted, judged)).toMatchObject({ complete: true, candidates: 3, approvalId: 'a' });
  });

  it('says nothing while the listing goes on, and of runs that do not read everything', () => {
    expect(closeOutCounts({ ...full, status: 'running' }, undefined)).toBeNull();
    const single = { ...full, lane: 'single', scope: { kind: 'single', externalIds: ['a'] } } as const;
    expect(closeOutCounts(single, undefined)).toBeNull();
    const partial = { ...full, scope: { kind: 'partial', failureIds: [] } } as const;
    expect(closeOutCounts(partial, undefined)).toBeNull();
    expect(closeOutCounts({ ...full, lane: 'preview' }, undefined)).toBeNull();
  });
});
