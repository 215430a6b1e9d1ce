import { OPERATIONS } from '@evenkeel/contracts-admin';
import { requestOf } from './request-of.js';

it('puts fields into the path, and the others into the body', () => {
  expect(requestOf(OPERATIONS.setWatermark, { job: 'a/b c', watermark: null })).toEqual({
    method: 'PUT',
    path: '/api/v1/jobs/a%2Fb%20c/watermark',
    body: '{"watermark":null}',
  });
});

it('puts fields into the query where a request has no body, and leaves out what is undefined', () => {
  expect(requestOf(OPERATIONS.listExecutions, { job: 'ä&b', limit: 7, cursor: undefined })).toEqual({
    method: 'GET',
    path: '/api/v1/executions?job=%C3%A4%26b&limit=7',
    body: undefined,
  });
  expect(requestOf(OPERATIONS.showEngine, {}).path).toBe('/api/v1/engine');
});

it('sends an empty body where nothing is said', () => {
  expect(requestOf(OPERATIONS.cancelExecution, { execution: 'x' }).body).toBe('{}');
});
