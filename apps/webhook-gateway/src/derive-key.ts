// Prints the key that the public gateway is given instead of the master key. To be run where the master key may be.
import { deriveWebhookKey, WrongEnvironment } from '@evenkeel/hosting';
import { readMasterKey } from './env.js';

try {
  process.stdout.write(`${deriveWebhookKey(readMasterKey())}\n`);
} catch (error) {
  if (!(error instanceof WrongEnvironment)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
