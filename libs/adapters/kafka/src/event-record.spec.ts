import { DEFAULT_TENANT } from '@evenkeel/domain';
import { eventRecord } from './event-record.js';

it('is a CloudEvent in binary mode: attributes as headers, the data as the value, the subject as the key', () => {
  const record = eventRecord({
    id: '7b0e0c8e-2f5e-4f0a-9f6b-6a8a3f1c9d11',
    tenantId: DEFAULT_TENANT,
    type: 'job.changed',
    subject: 'jobs/17',
    jobId: '17',
    position: 1204,
    sequence: 3,
    at: '2026-11-01T12:00:42.000Z',
    data: { change: 'changed' },
  });
  expect(record).toEqual({
    key: 'jobs/17',
    value: '{"change":"changed"}',
    timestamp: String(Date.parse('2026-11-01T12:00:42.000Z')),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: '7b0e0c8e-2f5e-4f0a-9f6b-6a8a3f1c9d11',
      ce_source: `/evenkeel/tenants/${DEFAULT_TENANT}`,
      ce_type: 'job.changed',
      ce_subject: 'jobs/17',
      ce_time: '2026-11-01T12:00:42.000Z',
      ce_tenantid: DEFAULT_TENANT,
      ce_sequence: '3',
      ce_sequencetype: 'Integer',
    },
  });
});
