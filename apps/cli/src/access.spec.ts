import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIssuer, type StartedIssuer } from '@evenkeel/adapter-oidc/testing';
import type { AddedApiKeyView } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Typing } from './testing/type-in.js';

const folder = mkdtempSync(join(tmpdir(), 'contexts-'));
const ownerKeyFile = join(folder, 'owner-key');
const contextsFile = join(folder, 'config', 'contexts.json');
const EAST = '00000000-0000-0000-0000-00000000ea57';
const AUDIENCE = 'https://sync.shop.example';
let issuer: StartedIssuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
const engine = startEngine({
  // What is asked for once the issuer is up.
  get access() {
    const { url } = issuer;
    const roles = new Map([['staff', 'viewer'] as const, ['sync-admins', 'admin'] as const]);
    const names = { roleClaim: 'groups', tenantClaim: 'org', nameClaim: 'sub' };
    return {
      ...{ authentication: 'keys' as const, ownerKeyFile },
      tokens: {
        issuer: { issuer: url, audience: AUDIENCE, algorithms: ['RS256'], clockSkewS: 0 },
        rules: {
          ...names,
          roles,
          tenants: new Map([
            ['shop', 'default'],
            ['acme', 'east'],
            ['gone', 'nowhere'],
          ]),
        },
      },
    };
  },
});
afterAll(() => issuer.stop());
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

  it('removes tenants, having seen what goes with them', async () => {
    expect((await type(['tenants', 'remove', 'north'])).code).toBe(2);
    const { out } = await type(['tenants', 'remove', 'north', '--preview']);
    expect(out).toMatch(/what would go with it\n(.*\n)*api_key +1\n.*tenants remove north --yes/);
    expect((await type(['tenants', 'remove', 'default', '--yes'])).err).toContain('is the first tenant');
    expect((await type(['tenants', 'remove', 'north', '--yes'])).out).toContain('is being removed since');
    expect((await type(['tenants', 'list'])).out).toMatch(/north .*is being removed/);
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

describe('who comes with a token of the issuer', () => {
  const tokenOf = (claims: object) =>
    issuer.tokenOf({ audience: AUDIENCE, claims: { groups: ['staff'], org: 'shop', ...claims } });
  const typeAs = async (given: readonly string[], claims: object) =>
    typeIn(given, { url: engine.url, token: await tokenOf(claims) });

  it('may do what the role of its claim may, and is named in the trail', async () => {
    expect((await typeAs(['jobs', 'list'], {})).code).toBe(0);
    expect((await typeAs(['keys', 'add', 'more'], {})).err).toContain(
      'This needs the role admin, and the caller has viewer',
    );
    expect(
      (await typeAs(['keys', 'add', 'of a token', '--role', 'viewer'], { groups: ['sync-admins'] })).code,
    ).toBe(0);
    const { out } = await typeAs(['audit-log', '--operation', 'addApiKey'], {});
    expect(out).toMatch(/oidc:robot +\S+ +addApiKey +done/);
  });

  it.each([
    [
      'roles that are none here',
      { groups: ['admin'] },
      'This needs the role viewer, and the caller has none',
    ],
    ['no roles', { groups: undefined }, 'This needs the role viewer, and the caller has none'],
    ['no tenant', { org: undefined }, 'The token names no tenant in its claim "org"'],
    [
      'a tenant of another name',
      { org: 'evil' },
      'The claim "org" of the token is of no tenant that is known',
    ],
    ['a tenant that is not here', { org: 'gone' }, 'The tenant that the token names is not here'],
  ])('with %s is refused', async (_what, claims, message) => {
    const { code, err } = await typeAs(['jobs', 'list'], claims);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });

  it('sees its own tenant, and administers no installation', async () => {
    await engine.database.rows(`insert into tenant (id, name) values ($1, 'east')`, [EAST]);
    const east = { org: 'acme', groups: ['sync-admins'] };
    expect(JSON.parse((await typeAs(['jobs', 'list', '--json'], east)).out)).toMatchObject({ items: [] });
    expect((await typeAs(['tenants', 'list'], east)).err).toContain('about the whole installation');
    expect((await typeAs(['keys', 'add', 'of east'], east)).code).toBe(0);
    const kept = await engine.database.rows(`select name from api_key where tenant_id = $1`, [EAST]);
    expect(kept).toEqual([{ name: 'of east' }]);
  });

  it('may log in with it, and is told what is wrong with one that does not hold', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, await tokenOf({}), { mode: 0o600 });
    expect((await type(['login', '--key-file', file])).out).toContain('as oidc:robot (viewer)');
    const other = await issuer.tokenOf({ audience: 'https://other.example' });
    const refused = await typeIn(['jobs', 'list'], { url: engine.url, token: other });
    expect(refused.err).toContain('The token is for another audience');
    expect(refused.err + refused.out).not.toContain(other);
    issuer.rotate();
    const signed = await tokenOf({});
    expect((await typeIn(['jobs', 'list'], { url: engine.url, token: signed })).err).toContain(
      'a key that its issuer does not have',
    );
  });
});
