export {
  credentialKey,
  deriveRecordKey,
  deriveWebhookKey,
  generateSecretKey,
  isSecretKey,
  keepKeyFile,
  payloadKey,
  type NamedKey,
  webhookKey,
} from './secret-key.js';
export { HmacKeyedDigest } from './hmac-keyed-digest.js';
export { AesCredentialBox, AesPayloadBox, AesWebhookSecretBox } from './aes-secret-box.js';
