// Makes the secrets of an installation on its first start and keeps them: later starts find them and change nothing.
//   node make-secrets.mjs [FOLDER]    left out: /secrets
// Each goes into the folders of those who need it only:
//   /secrets/owner     password of Postgres' superuser   read by the database
//   /secrets/database  password and address of the role  read by the database and the services
//   /secrets/master    the master key                    read by admin and executor-worker
//   /secrets/gateway   the webhook key                   read by the gateway
//   /secrets/ingestion the key of what records hold      read by ingestion
//   /secrets/access    the owner key                     read by admin
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_KEY_BYTES, composeApiKey } from '@evenkeel/domain';
import { deriveRecordKey, deriveWebhookKey, generateSecretKey, readKeyList } from '@evenkeel/adapter-secrets';

const [root = '/secrets'] = process.argv.slice(2);

/** @returns what is kept at `path`; at first that is `given`, or else made. */
function keep(path, given, make) {
  const file = join(root, path);
  if (existsSync(file)) {
    const kept = readFileSync(file, 'utf8').trim();
    if (given && given !== kept) {
      process.stderr.write(
        `${path} was set by an earlier start and differs from what the environment gives now. ` +
          `Take the new value out of .env, or start anew with "docker compose down --volumes", which deletes all data.\n`,
      );
      process.exit(1);
    }
    return kept;
  }
  return write(path, given || make());
}

/** Several users read it, the database's among them: who may is decided by who has the folder. */
function write(path, value) {
  const file = join(root, path);
  // A file that may only be read is replaced.
  rmSync(file, { force: true });
  writeFileSync(file, `${value}\n`, { mode: 0o444 });
  return value;
}

/** Others than those kept are taken where the newest of these is among them, so that what it sealed opens: they are being changed. */
function keepKeys(given) {
  const file = join(root, 'master/key');
  const wanted = given ? readKeyList(given) : undefined;
  if (given && wanted === undefined) {
    process.stderr.write('EVENKEEL_SECRET_KEY is no key, or no list of keys\n');
    process.exit(1);
  }
  if (wanted !== undefined && existsSync(file)) {
    const [newest] = readKeyList(readFileSync(file, 'utf8'));
    if (wanted.includes(newest)) write('master/key', wanted.join(','));
  }
  return readKeyList(keep('master/key', wanted?.join(','), generateSecretKey));
}

/** Keys that are kept in a file of this machine come before those of the environment, which `docker inspect` shows. */
function givenKeys() {
  const { SECRET_KEY_FILE = '/run/secrets/secret-key', EVENKEEL_SECRET_KEY } = process.env;
  const inFile = existsSync(SECRET_KEY_FILE) ? readFileSync(SECRET_KEY_FILE, 'utf8').trim() : '';
  return inFile || EVENKEEL_SECRET_KEY;
}

const chance = (bytes) => randomBytes(bytes).toString('base64url');
const password = () => chance(24);
keep('owner/password', '', password);
const role = keep('database/password', process.env.EVENKEEL_DATABASE_PASSWORD, password);
const { DATABASE_AT } = process.env;
keep('database/url', '', () => `postgresql://evenkeel_app:${encodeURIComponent(role)}@${DATABASE_AT}`);
const master = keepKeys(givenKeys());
write('gateway/key', master.map(deriveWebhookKey).join(','));
write('ingestion/key', master.map(deriveRecordKey).join(','));
keep('access/owner-key', '', () => composeApiKey(chance(API_KEY_BYTES.prefix), chance(API_KEY_BYTES.secret)));
