import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddedApiKeyView } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Typing } from './testing/type-in.js';

const folder = mkdtempSync(join(tmpdir(), 'contexts-'));
const ownerKeyFile = join(folder, 'owner-key');
const contextsFile = join(folder, 'config', 'contexts.json');
const engine = startEngine({ access: { authentication: 'keys', ownerKeyFile } });
const type = (given: readonly string[], more: Partial<Typing> = {}) =>
  typeIn(given, { url: engine.url, contextsFile, ...more });

it('a command without a key is refused, and says what to do', async () => {
  const { code, err } = await type(['jobs', 'list']);
  expect(code).toBe(1);
  expect(err).toContain('The request came without a key');
  expect(err).toContain('evenkeel login');
});

describe('who has logged in', () => {
  beforeAll(async () => {
    const seen = await type(['login', '--key-file', ownerKeyFile, '--name', 'here']);
    expect(seen).toMatchObject({
      err: '',
      code: 0,
      out: expect.stringMatching(/^Logged in at .* \(admin\); the context is here$/),
    });
  });

  it('calls without saying it again, from a file of their own', async () => {
    expect(statSync(contextsFile).mode & 0o777).toBe(0o600);
    expect((await typeIn(['jobs', 'list'], { contextsFile })).code).toBe(0);
    expect((await typeIn(['jobs', 'list', '--context', 'here'], { contextsFile })).code).toBe(0);
    const { out } = await type(['contexts', 'list']);
    expect(out).toMatch(/\* +here +http/);
    expect(out).not.toContain('evk_');
  });

  it('makes keys for others, sees them and revokes them', async () => {
    const made = await type(['keys', 'add', 'ci', '--role', 'viewer', '--expires-in-days', '7', '--json']);
    const { key: token } = JSON.parse(made.out) as AddedApiKeyView;
    expect((await type(['jobs', 'list'], { token })).code).toBe(0);
    const refused = await type(['keys', 'add', 'more'], { token });
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('This needs the role admin') });
    expect((await type(['keys', 'list'])).out).toMatch(/ci +viewer/);
    expect((await type(['keys', 'revoke', 'ci'])).out).toMatch(/^Revoked the key ci/);
    expect((await type(['jobs', 'list'], { token })).err).toContain('The key "ci" was revoked');
  });

  it('sees who did what', async () => {
    const { out } = await type(['audit-log', '--actor', 'key:ci']);
    expect(out).toMatch(/key:ci +\S+ +addApiKey +request\.forbidden/);
    const changes = (await type(['audit-log', '--operation', 'revokeApiKey', '--changes'])).out;
    expect(changes).toMatch(/~ api_key .*ci.*: .*revoked_at null -> "/);
    const exported = (await type(['audit-log', '--export'])).out.split('\n');
    expect(exported.map((line) => (JSON.parse(line) as { operation: string }).operation)).toContain(
      'addApiKey',
    );
  });

  it('adds tenants, and hands out their first keys', async () => {
    expect((await type(['tenants', 'add', 'north'])).out).toMatch(/key +evk_\S+ +\(shown this once\)/);
    expect((await type(['tenants', 'list'])).out).toMatch(/default .*\n(.*\n)*north +0 +0/);
  });

  it('keeps nothing of a key that does not hold', async () => {
    const before = readFileSync(contextsFile, 'utf8');
    const wrong = `evk_${'a'.repeat(12)}_${'b'.repeat(43)}`;
    const { code, err, out } = await type(['login', '--name', 'wrong'], { stdin: `${wrong}\n` });
    expect(code).toBe(1);
    expect(err + out).not.toContain(wrong);
    expect((await type(['login'], { stdin: '\n' })).code).toBe(2);
    expect(readFileSync(contextsFile, 'utf8')).toBe(before);
  });

  it('does not read a file that others can read', async () => {
    chmodSync(contextsFile, 0o644);
    const { code, err } = await typeIn(['jobs', 'list'], { contextsFile });
    chmodSync(contextsFile, 0o600);
    expect(code).toBe(1);
    expect(err).toContain(`chmod 600 ${contextsFile}`);
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{', { mode: 0o600 });
    expect((await typeIn(['jobs', 'list'], { contextsFile: broken })).err).toContain(
      'does not hold contexts',
    );
  });

  it('may forget it again', async () => {
    expect((await type(['contexts', 'use', 'there'])).err).toContain('Take one of these: here');
    expect((await type(['contexts', 'use', 'here'])).code).toBe(0);
    expect((await type(['logout'])).out).toMatch(/^Forgot here/);
    expect((await type(['jobs', 'list'])).code).toBe(1);
    expect(readFileSync(contextsFile, 'utf8')).not.toContain('evk_');
  });
});
