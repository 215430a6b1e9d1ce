// Prints the key that a service is given instead of the master key: the public gateway (webhook, the default) or ingestion (record). To be
// run where the master key may be.
import { keysOf, WrongEnvironment } from '@evenkeel/hosting';
import { readMasterKey } from './env.js';

const [, , purpose = 'webhook'] = process.argv;
try {
  if (purpose !== 'webhook' && purpose !== 'record') {
    process.stderr.write('derive-key.js takes webhook or record\n');
    process.exitCode = 2;
  } else process.stdout.write(`${keysOf(readMasterKey())[purpose]}\n`);
} catch (error) {
  if (!(error instanceof WrongEnvironment)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
