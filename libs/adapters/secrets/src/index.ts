export {
  credentialKeys,
  deriveRecordKey,
  deriveWebhookKey,
  generateSecretKey,
  isSecretKey,
  keepKeyFile,
  type KeyList,
  type NamedKey,
  readKeyList,
  webhookKeys,
} from './secret-key.js';
export { HmacKeyedDigest } from './hmac-keyed-digest.js';
export { AesCredentialBox, AesPayloadBox, AesWebhookSecretBox } from './aes-secret-box.js';
export { AesResealer } from './aes-resealer.js';
export { KeptKeys } from './kept-keys.js';
export { holdsWrapped, KeyCommandFailure, unwrapKeys, wrapKey } from './key-command.js';
export { keepOwnerKeyFile } from './owner-key-file.js';
export { type ReferenceSettings, ServerSecretReferences } from './server-secret-references.js';
