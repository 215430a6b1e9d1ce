import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { JsonObject, TenantId } from '@evenkeel/domain';
import type { SealedFor } from '@evenkeel/ports';
import { decrypt, encrypt } from './authenticated-cipher.js';
import type { NamedKey } from './secret-key.js';
import { keyNamed, notSealed, opened, openText } from './sealed-text.js';

const FORMAT = 'v2';
const KEY_BYTES = 32;
/** Random 96-bit nonces are safe for 2^32 sealings under one key (NIST SP 800-38D, 8.3). */
const MOST_SEALINGS = 2 ** 30;
/** Data keys that are held opened. */
const MOST_HELD = 1_000;

interface DataKey {
  readonly key: KeyObject;
  /** As it stands in the texts sealed with it: `<id of the key it is sealed with>.<base64url>`. */
  readonly sealed: string;
}

/**
 * Envelope encryption: a text is sealed with a data key of its tenant, and holds that key, sealed with the first of the keys given.
 * `v2.<key id>.<sealed data key>.<sealed secret>`. A text of an earlier release (`v1.`) was sealed with the key itself.
 */
export class Envelope {
  private readonly mine = new Map<TenantId, { readonly dataKey: DataKey; sealings: number }>();
  private readonly held = new Map<string, KeyObject>();

  /** @param keys the first seals, all open; @param purpose what they are for: another purpose opens nothing */
  constructor(
    private readonly keys: readonly [NamedKey, ...NamedKey[]],
    private readonly purpose: 'credential' | 'webhook',
  ) {}

  seal(secret: JsonObject, place: SealedFor): string {
    const { key, sealed } = this.dataKeyFor(place.tenantId);
    const body = encrypt(key, Buffer.from(JSON.stringify(secret), 'utf8'), boundTo(place));
    return `${FORMAT}.${sealed}.${body.toString('base64url')}`;
  }

  /** Throws `config.sealed_with_other_key`, without a word of the content. */
  open(text: string, place: SealedFor): JsonObject {
    if (text.startsWith('v1.')) return openText(this.keys, text, contextBefore(place));
    const [format, keyId, dataKey, body, more] = text.split('.');
    if (format !== FORMAT || keyId === undefined || dataKey === undefined) throw notSealed();
    if (body === undefined || more !== undefined) throw notSealed();
    const key = keyNamed(this.keys, keyId);
    return opened(() =>
      decrypt(this.dataKeyIn(key, dataKey, place.tenantId), Buffer.from(body, 'base64url'), boundTo(place)),
    );
  }

  /** Undefined where the first key sealed it in today's form. */
  resealed(text: string, place: SealedFor): string | undefined {
    const secret = this.open(text, place);
    return text.startsWith(`${FORMAT}.${this.keys[0].id}.`) ? undefined : this.seal(secret, place);
  }

  private dataKeyFor(tenantId: TenantId): DataKey {
    const known = this.mine.get(tenantId);
    if (known !== undefined && known.sealings < MOST_SEALINGS) {
      known.sealings += 1;
      return known.dataKey;
    }
    const [first] = this.keys;
    const bytes = randomBytes(KEY_BYTES);
    const sealed = encrypt(first.key, bytes, this.boundToTenant(first, tenantId)).toString('base64url');
    const dataKey = { key: createSecretKey(bytes), sealed: `${first.id}.${sealed}` };
    this.mine.set(tenantId, { dataKey, sealings: 1 });
    return dataKey;
  }

  private dataKeyIn(key: NamedKey, sealed: string, tenantId: TenantId): KeyObject {
    const name = `${tenantId}.${key.id}.${sealed}`;
    const held = this.held.get(name);
    if (held !== undefined) return held;
    const bound = this.boundToTenant(key, tenantId);
    const dataKey = createSecretKey(decrypt(key.key, Buffer.from(sealed, 'base64url'), bound));
    if (this.held.size >= MOST_HELD) this.held.clear();
    this.held.set(name, dataKey);
    return dataKey;
  }

  private boundToTenant(key: NamedKey, tenantId: TenantId): string {
    return `${FORMAT}.${key.id}.${this.purpose}.${tenantId}`;
  }
}

function boundTo({ tenantId, owner, field }: SealedFor): string {
  return JSON.stringify([FORMAT, tenantId, owner, field]);
}

/** What a text of an earlier release was bound to. */
function contextBefore({ owner, field }: SealedFor): string {
  return field.startsWith('token/') ? `${owner}/${field}` : owner;
}
