import type { AnswerOf } from '@evenkeel/contracts-admin';

/** One shop that all examples are of. */
export const ID = {
  connection: '01a22319-0c1f-7cc1-9a2b-3d1f5f4a7b10',
  job: '01a22319-1f40-7b52-8c77-0a9be2d1c6f3',
  trigger: '01a22319-2a77-7d0e-b1c4-5f6a7b8c9d0e',
  execution: '01a22319-2b90-7a1c-92d8-6e5d4c3b2a19',
} as const;
export const AT = '2026-11-28T17:03:32.000Z';
export const job = { id: ID.job, name: 'shop-customers' };
export const apiKey = {
  id: '01a22319-7d20-7c11-a3b4-1f2e3d4c5b6a',
  name: 'ci',
  prefix: '9f2Kx0QmR7aB',
  role: 'operator',
  createdBy: 'key:owner 4tZbW1c8KdQe',
  createdAt: AT,
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
} as const;
export const customerSchema = {
  type: 'object',
  required: ['email'],
  properties: { email: { type: 'string', format: 'email' } },
};

export const connection: AnswerOf<'showConnection'> = {
  id: ID.connection,
  name: 'shop',
  connector: 'rest',
  settings: { baseUrl: 'https://api.example.com/v1', streams: { customers: { path: '/customers' } } },
  quota: { rate: { calls: 100, perSeconds: 60 }, concurrency: null, reservedShare: 0.3 },
  retry: null,
  path: 'auto',
  status: 'active',
  statusReason: null,
  revision: 1,
  managedBy: null,
};
