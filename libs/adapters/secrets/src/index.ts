export {
  credentialKey,
  deriveWebhookKey,
  generateSecretKey,
  isSecretKey,
  keepKeyFile,
  type NamedKey,
  webhookKey,
} from './secret-key.js';
export { AesCredentialBox, AesWebhookSecretBox } from './aes-secret-box.js';
