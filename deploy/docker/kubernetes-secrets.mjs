// Prints the Secrets that the manifests of deploy/kubernetes refer to, made anew: `... | kubectl create --filename -`,
// which refuses to replace those of an installation that is there.
//   node kubernetes-secrets.mjs [NAMESPACE]    left out: evenkeel
// DATABASE_URL is that of your Postgres; left out, it is the one of the overlay with-postgres-and-kafka, with a new
// password. EVENKEEL_SECRET_KEY is an earlier master key, or a list of them; left out, one is made.
import { randomBytes } from 'node:crypto';
import { deriveRecordKey, deriveWebhookKey, generateSecretKey, readKeyList } from '@evenkeel/adapter-secrets';
import { API_KEY_BYTES, composeApiKey } from '@evenkeel/domain';

const [namespace = 'evenkeel'] = process.argv.slice(2);
const chance = (bytes) => randomBytes(bytes).toString('base64url');
const { DATABASE_URL, EVENKEEL_SECRET_KEY } = process.env;
const master = readKeyList(EVENKEEL_SECRET_KEY || generateSecretKey());
if (master === undefined) {
  process.stderr.write('EVENKEEL_SECRET_KEY is no key, or no list of keys\n');
  process.exit(1);
}
const password = chance(24);

const secrets = {
  database: DATABASE_URL
    ? { url: DATABASE_URL }
    : { url: `postgresql://evenkeel_app:${password}@postgres:5432/evenkeel`, password },
  ...(DATABASE_URL ? {} : { postgres: { password: chance(24) } }),
  master: { key: master.join(',') },
  gateway: { key: master.map(deriveWebhookKey).join(',') },
  ingestion: { key: master.map(deriveRecordKey).join(',') },
  owner: { 'owner-key': composeApiKey(chance(API_KEY_BYTES.prefix), chance(API_KEY_BYTES.secret)) },
};
const items = Object.entries(secrets).map(([name, stringData]) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: `evenkeel-${name}`, namespace, labels: { 'app.kubernetes.io/part-of': 'evenkeel' } },
  stringData,
}));
process.stdout.write(`${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, undefined, 2)}\n`);
