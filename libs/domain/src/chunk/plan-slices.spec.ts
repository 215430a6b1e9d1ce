import { IDS_PER_CHUNK, planSlices } from './plan-slices.js';

describe('planSlices', () => {
  it('reads a stream that only a cursor walks as one slice', () => {
    expect(planSlices({ kind: 'full' })).toEqual([{ kind: 'whole' }]);
  });

  it('puts what failed before beside what changed', () => {
    const since = { kind: 'position', value: '1' } as const;
    expect(planSlices({ kind: 'incremental', since, failureIds: ['7', '8'] })).toEqual([
      { kind: 'whole' },
      { kind: 'failures', failureIds: ['7', '8'] },
    ]);
    expect(planSlices({ kind: 'partial', failureIds: ['7', '8', '7'] })).toEqual([
      { kind: 'failures', failureIds: ['7', '8'] },
    ]);
  });

  it('reads only what changed where nothing failed before', () => {
    const since = { kind: 'position', value: '1' } as const;
    expect(planSlices({ kind: 'incremental', since })).toEqual([{ kind: 'whole' }]);
  });

  it('cuts nothing for what a person has granted: its candidates are not frozen yet', () => {
    expect(planSlices({ kind: 'approval', approvalId: 'a' })).toEqual([]);
  });

  it('names each record once and cuts long lists', () => {
    const externalIds = Array.from({ length: IDS_PER_CHUNK + 1 }, (_, index) => `id-${index}`);
    const slices = planSlices({ kind: 'single', externalIds: [...externalIds, 'id-0'] });
    expect(slices).toHaveLength(2);
    expect(slices.flatMap((slice) => (slice.kind === 'ids' ? slice.externalIds : []))).toEqual(externalIds);
  });
});
