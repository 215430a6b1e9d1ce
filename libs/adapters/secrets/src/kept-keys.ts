import { hkdfSync } from 'node:crypto';
import { SyncError } from '@evenkeel/domain';
import type { KeptKeyName } from '@evenkeel/ports';
import { openText, sealText } from './sealed-text.js';
import { credentialKeys, derive, type KeyList, nameKey, type NamedKey, recordKeys } from './secret-key.js';

/** Keys that seal others, each list with the newest first; a process has those that it was given. */
export interface KeySources {
  readonly master?: readonly string[];
  /** What `deriveRecordKey` made of master keys. */
  readonly record?: readonly string[];
}

/** An installation has them from the oldest key that it was given: releases before had no others. */
const KEPT: Readonly<
  Record<KeptKeyName, { readonly under: keyof KeySources; readonly derived: (oldest: string) => Buffer }>
> = {
  name: {
    under: 'master',
    derived: (oldest) =>
      Buffer.from(hkdfSync('sha256', derive(oldest, 'credential'), '', 'evenkeel/name', 32)),
  },
  digest: { under: 'record', derived: (oldest) => derive(oldest, 'digest') },
  payload: { under: 'record', derived: (oldest) => derive(oldest, 'payload') },
};

/** Seals and opens the keys that an installation keeps. */
export class KeptKeys {
  constructor(private readonly sources: KeySources) {}

  /** What an installation has that keeps none yet. */
  derived(name: KeptKeyName): NamedKey {
    return nameKey(KEPT[name].derived(this.given(name).at(-1)!));
  }

  /** As it is stored first. */
  first(name: KeptKeyName): string {
    return sealKey(name, this.keysOf(name), KEPT[name].derived(this.given(name).at(-1)!));
  }

  /** Throws `config.sealed_with_other_key`. */
  open(name: KeptKeyName, sealed: string): NamedKey {
    return nameKey(bytesOf(name, this.keysOf(name), sealed));
  }

  resealed(name: KeptKeyName, sealed: string): string | undefined {
    const keys = this.keysOf(name);
    const bytes = bytesOf(name, keys, sealed);
    return sealed.startsWith(`v1.${keys[0].id}.`) ? undefined : sealKey(name, keys, bytes);
  }

  private keysOf(name: KeptKeyName): KeyList {
    const given = this.given(name);
    return KEPT[name].under === 'master' ? credentialKeys(given) : recordKeys(given);
  }

  private given(name: KeptKeyName): readonly string[] {
    const { under } = KEPT[name];
    const given = this.sources[under];
    if (given !== undefined) return given;
    throw new SyncError('system.unexpected', `This process was given no ${under} key`);
  }
}

function sealKey(name: KeptKeyName, [first]: KeyList, bytes: Buffer): string {
  return sealText(first, { key: bytes.toString('base64') }, contextOf(name));
}

function bytesOf(name: KeptKeyName, keys: KeyList, sealed: string): Buffer {
  const { key } = openText(keys, sealed, contextOf(name));
  if (typeof key === 'string') return Buffer.from(key, 'base64');
  throw new SyncError('config.sealed_with_other_key', 'What was sealed is not a key');
}

function contextOf(name: KeptKeyName): string {
  return `kept/${name}`;
}
