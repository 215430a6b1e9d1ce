import { z } from 'zod';
import { isSecretKey } from '@evenkeel/adapter-secrets';
import { variable } from './variables.js';

const key = z.string().refine(isSecretKey);

export const secretKeyVariables = {
  EVENKEEL_SECRET_KEY: variable({
    meaning: 'The master key from which the keys of credentials and of webhook secrets are derived.',
    remedy:
      'Give 32 random bytes in base64 (openssl rand -base64 32), the same for all services that take it.',
    schema: key,
    secret: true,
  }),
};

export const gatewayKeyVariables = {
  EVENKEEL_WEBHOOK_KEY: variable({
    meaning:
      'The key of webhook secrets alone, so that the public gateway can open nothing else (`node apps/webhook-gateway/dist/derive-key.js` prints it).',
    remedy: 'Give what derive-key.js prints, or leave it out and give EVENKEEL_SECRET_KEY.',
    schema: key.optional(),
    defaultText: 'derived from EVENKEEL_SECRET_KEY',
    secret: true,
  }),
  EVENKEEL_SECRET_KEY: variable({
    ...secretKeyVariables.EVENKEEL_SECRET_KEY,
    schema: key.optional(),
  }),
};

export const recordKeyVariables = {
  EVENKEEL_RECORD_KEY: variable({
    meaning:
      'The key of what records hold alone (pseudonyms, sealed payloads), so that ingestion can open no credentials (`node apps/webhook-gateway/dist/derive-key.js record` prints it).',
    remedy: 'Give what derive-key.js record prints, or leave it out and give EVENKEEL_SECRET_KEY.',
    schema: key.optional(),
    defaultText: 'derived from EVENKEEL_SECRET_KEY',
    secret: true,
  }),
  EVENKEEL_SECRET_KEY: variable({
    ...secretKeyVariables.EVENKEEL_SECRET_KEY,
    schema: key.optional(),
  }),
};

export const ownKeyVariables = {
  EVENKEEL_SECRET_KEY: variable({
    ...secretKeyVariables.EVENKEEL_SECRET_KEY,
    schema: key.optional(),
    defaultText: 'a key file in the data directory',
  }),
};
