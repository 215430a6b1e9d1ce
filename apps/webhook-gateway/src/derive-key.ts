// Prints the keys that a service is given instead of the master keys: the public gateway (webhook, the default) or ingestion (record);
// with `wrapped` as the last word as the external key service wraps them, also the master keys themselves. To be run where these may be.
import { keysOf, WrongEnvironment } from '@evenkeel/hosting';
import { readMasterKeys, wrappedHere } from './env.js';

const WORDS = ['webhook', 'record', 'master'] as const;
const [, , word = 'webhook', form] = process.argv;
const purpose = WORDS.find((each) => each === word);
try {
  const isAsked =
    purpose !== undefined && (form === 'wrapped' || (form === undefined && purpose !== 'master'));
  if (isAsked) {
    const keys = keysOf(readMasterKeys())[purpose];
    process.stdout.write(`${(form === undefined ? keys : wrappedHere(keys)).join(',')}\n`);
  } else {
    process.stderr.write(
      'derive-key.js takes webhook or record, or one of webhook, record, master and then wrapped\n',
    );
    process.exitCode = 2;
  }
} catch (error) {
  if (!(error instanceof WrongEnvironment)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
