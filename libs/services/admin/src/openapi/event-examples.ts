import type { AnswerOf } from '@evenkeel/contracts-admin';
import { AT, ID, job } from './example-shop.js';

export const eventList = {
  items: [
    {
      specversion: '1.0',
      id: '7b0e0c8e-2f5e-4f0a-9f6b-6a8a3f1c9d11',
      source: '/evenkeel/tenants/00000000-0000-0000-0000-000000000001',
      type: 'job.changed',
      subject: `jobs/${ID.job}`,
      time: AT,
      datacontenttype: 'application/json',
      tenantid: '00000000-0000-0000-0000-000000000001',
      sequence: '3',
      sequencetype: 'Integer',
      data: { job, connectionId: ID.connection, revision: 3, change: 'changed', actor: null },
    },
  ],
  position: '1204',
} satisfies AnswerOf<'listEvents'>;
