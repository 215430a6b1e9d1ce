import type { Installation } from '../kit/installation.js';

const CUSTOMERS = { connection: 'sandbox', stream: 'customers', retryOnFailure: false } as const;

/** What runs before anything goes wrong: a job by hand and one by the second, and a webhook. */
export async function setUp({ admin, sandbox }: Installation): Promise<void> {
  await admin.addConnection({
    name: 'sandbox',
    connector: 'simulator',
    settings: { baseUrl: sandbox.url },
    credentials: {},
    retry: { maxAttempts: 1 },
  });
  await admin.addJob({
    name: 'customers',
    recordType: 'customer',
    ...CUSTOMERS,
    deadLetterAfter: 1,
    pageSize: 50,
    mapping: [
      { source: 'id', target: 'id' },
      { source: 'email', target: 'email', required: true },
    ],
  });
  await admin.addSandbox('ticking', sandbox.url);
  await admin.addJob({
    name: 'ticking',
    connection: 'ticking',
    stream: 'devices',
    recordType: 'device',
    schedule: { kind: 'interval', everySeconds: 3 },
  });
  await admin.runToEnd('customers', { mode: 'full' });
}
