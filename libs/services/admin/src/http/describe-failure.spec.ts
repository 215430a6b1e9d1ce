import { errorCatalog, InvalidFields, SyncError, type ErrorCode } from '@evenkeel/domain';
import { describeFailure } from './describe-failure.js';

it('has a status for every code there is, with its remedy', () => {
  for (const code of Object.keys(errorCatalog) as ErrorCode[]) {
    const problem = describeFailure(new SyncError(code, 'what happened'));
    expect(problem).toMatchObject({ code, detail: 'what happened', remedy: errorCatalog[code].remedy });
    expect(problem.status).toBeGreaterThanOrEqual(400);
  }
});

it.each([
  ['request.not_found', 404],
  ['request.wrong_state', 409],
  ['config.invalid_mapping', 422],
  ['provider.unreachable', 502],
  ['provider.rate_limited', 503],
  ['system.database', 503],
  ['system.unexpected', 500],
] as const)('%s is %i', (code, status) => {
  expect(describeFailure(new SyncError(code, '')).status).toBe(status);
});

it('tells nothing of an error that nobody foresaw', () => {
  const { detail } = describeFailure(new Error('password=secret'));
  expect(detail).not.toContain('secret');
});

it('tells each wrong field by itself', () => {
  const fields = [
    { path: 'settings.a', message: 'is missing' },
    { path: '', message: 'fits nothing' },
  ];
  expect(describeFailure(new InvalidFields('config.invalid_settings', fields))).toMatchObject({
    status: 422,
    detail: 'settings.a: is missing; fits nothing',
    errors: fields,
  });
});
