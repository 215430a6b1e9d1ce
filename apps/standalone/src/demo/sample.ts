import type { AddConnectionRequest, AddJobRequest } from '@evenkeel/contracts-admin';
import { AdminRefusal, type AdminClient } from '@evenkeel/client-admin';

const CONNECTION = 'sandbox';
export const SAMPLE_JOB = 'sandbox-customers';

const sampleConnection = (sandboxUrl: string): AddConnectionRequest => ({
  name: CONNECTION,
  connector: 'simulator',
  settings: { baseUrl: sandboxUrl },
  credentials: {},
});

/** Always full, so that the second run shows what an unchanged record costs: nothing. */
const sampleJob: AddJobRequest = {
  name: SAMPLE_JOB,
  connection: CONNECTION,
  stream: 'customers',
  recordType: 'customer',
  mode: 'full',
  mapping: [
    { source: 'name', target: 'name', transforms: ['trim'], required: true },
    { source: 'email', target: 'email', transforms: ['trim', 'lowercase'], required: true },
    { source: 'phone', target: 'phone' },
    { source: 'active', target: 'active', default: false },
    { source: 'balance_cents', target: 'balanceCents', transforms: [{ name: 'cast', to: 'integer' }] },
    { source: 'address.street', target: 'address.street' },
    { source: 'address.city', target: 'address.city', transforms: ['trim'] },
    { source: 'address.postal_code', target: 'address.postalCode' },
    { source: 'tags', target: 'tags', transforms: [{ name: 'join', separator: ', ' }] },
    { source: 'updated_at', target: 'updatedAt' },
  ],
};

/** Makes the sample connection and job if they are missing, and corrects the address if the sandbox had to move. */
export async function ensureSample(admin: AdminClient, sandboxUrl: string): Promise<void> {
  const connection = await ifThere(admin.call('showConnection', { connection: CONNECTION }));
  if (connection === undefined) await admin.call('addConnection', sampleConnection(sandboxUrl));
  else if (connection.settings['baseUrl'] !== sandboxUrl) {
    await admin.call('changeConnection', { connection: CONNECTION, settings: { baseUrl: sandboxUrl } });
  }
  const job = await ifThere(admin.call('showJob', { job: SAMPLE_JOB }));
  if (job === undefined) await admin.call('addJob', sampleJob);
}

async function ifThere<View>(asked: Promise<View>): Promise<View | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AdminRefusal && error.problem.status === 404) return undefined;
    throw error;
  }
}
