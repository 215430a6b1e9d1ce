import {
  AesCredentialBox,
  AesPayloadBox,
  AesResealer,
  AesWebhookSecretBox,
  credentialKeys,
  HmacKeyedDigest,
  KeptKeys,
  webhookKeys,
} from '@evenkeel/adapter-secrets';
import { SyncError } from '@evenkeel/domain';
import type {
  CredentialBox,
  KeptKeyName,
  KeyedDigest,
  Logger,
  PayloadBox,
  Resealer,
  SealedTexts,
  WebhookSecretBox,
} from '@evenkeel/ports';
import type { SecretKeys } from './platform-settings.js';

/** What a process can seal and open: undefined where it got no key for it, so that what asks for it does not start there. */
export interface Secrets {
  readonly credentialBox: CredentialBox | undefined;
  readonly webhookSecretBox: WebhookSecretBox | undefined;
  readonly keyedDigest: KeyedDigest | undefined;
  readonly payloadBox: PayloadBox | undefined;
  readonly resealer: Resealer | undefined;
}

/** Reads the kept keys of an installation; the first process of one makes them. */
export async function openSecrets(
  { master, webhook, record }: SecretKeys,
  { sealedTexts, log }: { readonly sealedTexts: SealedTexts; readonly log: Logger },
): Promise<Secrets> {
  const kept = new KeptKeys({ ...(master && { master }), ...(record && { record }) });
  const keyNamed = async (name: KeptKeyName) => {
    const stored = await sealedTexts.keep(name, kept.first(name));
    try {
      return kept.open(name, stored);
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      log.error('a kept key cannot be opened: what was made with it is not recognised', {
        key: name,
        problem: error.message,
      });
      return kept.derived(name);
    }
  };
  return {
    credentialBox: master && new AesCredentialBox(credentialKeys(master), (await keyNamed('name')).key),
    webhookSecretBox: webhook && new AesWebhookSecretBox(webhookKeys(webhook)),
    keyedDigest: record && new HmacKeyedDigest((await keyNamed('digest')).key),
    payloadBox: record && new AesPayloadBox(await keyNamed('payload')),
    resealer: master && new AesResealer(master),
  };
}
