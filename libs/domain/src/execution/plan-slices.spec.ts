import { IDS_PER_CHUNK, planSlices } from './plan-slices.js';

describe('planSlices', () => {
  it('reads a stream that only a cursor walks as one slice', () => {
    expect(planSlices({ kind: 'full' })).toEqual([{ kind: 'whole' }]);
  });

  it('names each record once and cuts long lists', () => {
    const externalIds = Array.from({ length: IDS_PER_CHUNK + 1 }, (_, index) => `id-${index}`);
    const slices = planSlices({ kind: 'single', externalIds: [...externalIds, 'id-0'] });
    expect(slices).toHaveLength(2);
    expect(slices.flatMap((slice) => (slice.kind === 'ids' ? slice.externalIds : []))).toEqual(externalIds);
  });
});
