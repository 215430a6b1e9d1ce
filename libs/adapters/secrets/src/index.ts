export {
  credentialKey,
  deriveDigestKey,
  deriveWebhookKey,
  generateSecretKey,
  isSecretKey,
  keepKeyFile,
  type NamedKey,
  webhookKey,
} from './secret-key.js';
export { HmacKeyedDigest } from './hmac-keyed-digest.js';
export { AesCredentialBox, AesWebhookSecretBox } from './aes-secret-box.js';
