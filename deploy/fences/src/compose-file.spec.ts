import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVICE_NAMES } from '@evenkeel/contracts-messages';
import { readServiceSettings } from '@evenkeel/hosting';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { deriveWebhookKey, generateSecretKey, keepOwnerKeyFile } from '@evenkeel/adapter-secrets';
import { readText, root } from './projects.js';

interface ComposeService {
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}
interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

// As compose reads it: with keys that are merged (`<<`).
const compose = load(readText('docker-compose.yml'), { schema: YAML11_SCHEMA }) as ComposeFile;
const SECRETS = '/secrets/';
const mountsOf = ({ volumes = [] }: ComposeService) =>
  volumes.flatMap((each) => {
    const [volume = '', folder = '', mode] = each.split(':');
    return folder.startsWith(SECRETS) ? [{ volume, folder, isReadOnly: mode === 'ro' }] : [];
  });
const maker = compose.services['secrets']!;

describe('the compose file', () => {
  /** What the first start of an installation makes, as its containers see it. */
  let secrets: string;
  beforeAll(() => {
    secrets = mkdtempSync(join(tmpdir(), 'evenkeel-secrets-'));
    for (const { folder } of mountsOf(maker)) mkdirSync(join(secrets, folder.slice(SECRETS.length)));
    const { environment } = maker;
    const made = spawnSync(process.execPath, [join(root, 'deploy/docker/make-secrets.mjs'), secrets], {
      env: { DATABASE_AT: String(environment?.['DATABASE_AT']) },
      encoding: 'utf8',
    });
    expect([made.status, made.stderr]).toEqual([0, '']);
  });
  afterAll(() => rmSync(secrets, { recursive: true, force: true }));

  it('has each volume that it declares in use, and declares each that is used', () => {
    const used = Object.values(compose.services).flatMap(({ volumes = [] }) =>
      volumes.flatMap((each) => (/^[./]/.test(each) ? [] : [each.split(':')[0]])),
    );
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('lets the secrets be written by their maker alone, into folders that the image hands over', () => {
    const made = mountsOf(maker).map(({ folder }) => folder);
    const isEmpty = (folder: string) => readdirSync(join(secrets, folder.slice(SECRETS.length))).length === 0;
    expect(made.filter(isEmpty)).toEqual([]);
    const image = /^RUN install --directory .*$/m.exec(readText('deploy/docker/Dockerfile'))?.[0] ?? '';
    expect(made.filter((folder) => !image.split(' ').includes(folder))).toEqual([]);
    for (const [name, service] of Object.entries(compose.services)) {
      if (service === maker) continue;
      expect({ name, writes: mountsOf(service).filter(({ isReadOnly }) => !isReadOnly) }).toEqual({
        name,
        writes: [],
      });
    }
  });

  it.each(SERVICE_NAMES)('starts %s with all that it needs, and with no secret that it does not', (name) => {
    const service = compose.services[name]!;
    const mounted = mountsOf(service).map(({ folder }) => folder);
    const asked = Object.entries(service.environment ?? {}).flatMap(([variable, value]) =>
      variable.endsWith('_FILE') ? [[variable.slice(0, -'_FILE'.length), String(value)] as const] : [],
    );
    const filled = asked.map(([variable, path]) => {
      const inside = join(secrets, path.slice(SECRETS.length));
      const isMounted = mounted.some((folder) => path.startsWith(`${folder}/`));
      expect({ variable, path, isMounted, isMade: existsSync(inside) }).toMatchObject({
        isMounted: true,
        isMade: true,
      });
      return [variable, readFileSync(inside, 'utf8').trim()] as const;
    });
    expect(mounted.filter((folder) => !asked.some(([, path]) => path.startsWith(`${folder}/`)))).toEqual([]);
    const given = Object.entries(service.environment ?? {}).map(([variable, value]) => [
      variable,
      // As compose fills in what is not set outside.
      String(value).replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]);
    expect(readServiceSettings(name, Object.fromEntries([...given, ...filled])).listen.host).toBe('0.0.0.0');
    expect(Object.keys(service.depends_on ?? {})).toContain('secrets');
  });

  it('takes another list of master keys where the newest of before is among them, and gives each service its own anew', () => {
    const keyOf = (file: string) => readFileSync(join(secrets, file), 'utf8').trim();
    const make = (keys: string) =>
      spawnSync(process.execPath, [join(root, 'deploy/docker/make-secrets.mjs'), secrets], {
        env: { DATABASE_AT: 'x', EVENKEEL_SECRET_KEY: keys },
        encoding: 'utf8',
      });
    const [before, newer, other] = [keyOf('master/key'), generateSecretKey(), generateSecretKey()];
    const gatewayBefore = keyOf('gateway/key');
    expect(make(other).status).toBe(1);
    expect(make('none').stderr).toContain('is no key');
    expect(make(`${newer},${before}`).status).toBe(0);
    expect(keyOf('master/key')).toBe(`${newer},${before}`);
    expect(keyOf('gateway/key')).toBe(`${deriveWebhookKey(newer)},${gatewayBefore}`);
    expect(make(before).status).toBe(1);
    const ownerKey = keyOf('access/owner-key');
    expect(make(newer).status).toBe(0);
    expect(keyOf('access/owner-key')).toBe(ownerKey);
    expect(keyOf('ingestion/key').split(',')).toHaveLength(1);
  });

  it('takes master keys from a file of the machine before those of the environment', () => {
    const keys = join(secrets, 'given');
    const [inUse] = readFileSync(join(secrets, 'master/key'), 'utf8').trim().split(',');
    const newer = generateSecretKey();
    writeFileSync(keys, `${newer}\n${inUse}\n`);
    const made = spawnSync(process.execPath, [join(root, 'deploy/docker/make-secrets.mjs'), secrets], {
      env: { DATABASE_AT: 'x', EVENKEEL_SECRET_KEY: 'none', SECRET_KEY_FILE: keys },
      encoding: 'utf8',
    });
    expect([made.status, made.stderr]).toEqual([0, '']);
    expect(readFileSync(join(secrets, 'master/key'), 'utf8').trim()).toBe(`${newer},${inUse}`);
    expect(maker.secrets).toEqual(['secret-key']);
  });

  it('asks callers for keys where that is said, of which the first is made', () => {
    const { environment = {} } = compose.services['admin']!;
    expect(environment['EVENKEEL_AUTHENTICATION']).toBe('${EVENKEEL_AUTHENTICATION:-off}');
    const ownerKeyFile = join(secrets, String(environment['EVENKEEL_OWNER_KEY_FILE']).slice(SECRETS.length));
    const made = readFileSync(ownerKeyFile, 'utf8').trim();
    expect(made).toMatch(/^evk_[\w-]{12}_[\w-]{43}$/);
    expect(keepOwnerKeyFile(ownerKeyFile)).toBe(made);
  });
});
