import { describeProgress } from './describe-progress.js';

const running = { phase: 'fetching', scope: { kind: 'full' }, status: 'running', expected: null } as const;

it('does not know the total of a listing before its end', () => {
  expect(describeProgress(running, 42)).toEqual({
    phase: 'fetching',
    processed: 42,
    total: null,
    percentage: null,
  });
});

it('knows it once every page was read', () => {
  const completed = { ...running, phase: 'finalizing', status: 'completed' } as const;
  expect(describeProgress(completed, 42)).toMatchObject({ processed: 42, total: 42, percentage: 100 });
});

it('knows how many records were named', () => {
  const scope = { kind: 'single', externalIds: ['a', 'b', 'c'] } as const;
  expect(describeProgress({ ...running, scope }, 1)).toMatchObject({
    total: 3,
    percentage: 33.3,
  });
});

it('knows how many there are where the provider could be asked, and never shows fewer than it has seen', () => {
  expect(describeProgress({ ...running, expected: 80 }, 20)).toMatchObject({ total: 80, percentage: 25 });
  expect(describeProgress({ ...running, expected: 80 }, 90)).toMatchObject({ total: 90, percentage: 100 });
});

it('is done with nothing when there was nothing', () => {
  const completed = { ...running, status: 'completed' } as const;
  expect(describeProgress(completed, 0)).toMatchObject({ processed: 0, total: 0, percentage: 100 });
});
