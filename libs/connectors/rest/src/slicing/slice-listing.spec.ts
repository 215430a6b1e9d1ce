import type { SyncError } from '@evenkeel/domain';
import { sliceListing, type SliceQuestions } from './slice-listing.js';
import { sliceSettings } from './slice-settings.js';

const request = { sliceSize: 100, mostSlices: 500, since: null };
const changed = { ...request, since: { kind: 'time', value: '2026-11-01T00:00:00Z' } } as const;
const provider = (answer: object): SliceQuestions => ({
  ask: () => Promise.resolve(answer as never),
  now: () => new Date('2026-03-02T00:00:00Z'),
});
const numbers = sliceSettings.parse({
  kind: 'numbers',
  fromParam: 'id_from',
  beforeParam: 'id_before',
  last: { path: '/stats', valuePath: 'max.id' },
});
const regions = sliceSettings.parse({ kind: 'partitions', param: 'region', values: ['eu', 'us', 'eu'] });

describe('sliceListing', () => {
  it('makes a slice of each partition, also for what changed since', async () => {
    const slices = [
      { label: 'region = eu', range: { region: 'eu' } },
      { label: 'region = us', range: { region: 'us' } },
    ];
    expect(await sliceListing(regions, request, provider({}))).toEqual(slices);
    expect(await sliceListing(regions, changed, provider({}))).toEqual(slices);
    expect(regions.key).toBe('mutable');
  });

  it('cuts numbers up to the last one that the provider tells', async () => {
    expect(await sliceListing(numbers, request, provider({ max: { id: 250 } }))).toEqual([
      { label: 'the first to before 101', range: { id_before: '101' } },
      { label: '101 to before 201', range: { id_from: '101', id_before: '201' } },
      { label: '201 to the last', range: { id_from: '201' } },
    ]);
    expect(await sliceListing(numbers, changed, provider({ max: { id: 250 } }))).toEqual([]);
  });

  it('says what is wrong where the provider tells no number', async () => {
    const said = sliceListing(numbers, request, provider({ max: { id: 'all' } }));
    await expect(said).rejects.toMatchObject({
      code: 'provider.unexpected_shape',
    } satisfies Partial<SyncError>);
  });

  it.each([
    ['iso', '2026-01-31T00:00:00Z'],
    ['unix', '1769817600'],
  ])('cuts time into windows, in the words of the provider: %s', async (format, edge) => {
    const windows = sliceSettings.parse({
      kind: 'timeWindows',
      fromParam: 'from',
      beforeParam: 'to',
      first: '2026-01-01T00:00:00Z',
      days: 30,
      format,
    });
    const slices = await sliceListing(windows, request, provider({}));
    expect(slices.map(({ range }) => range)).toMatchObject([{ to: edge }, { from: edge }, {}]);
    expect(slices.at(-1)?.range).not.toHaveProperty('to');
  });
});
