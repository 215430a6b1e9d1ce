import { z } from 'zod';
import { readKeyList } from '@evenkeel/adapter-secrets';
import { variable } from './variables.js';

const keys = z.string().transform((text, context) => {
  const list = readKeyList(text);
  if (list !== undefined) return list;
  context.addIssue('not a list of keys');
  return z.NEVER;
});

export const keyCommandVariables = {
  EVENKEEL_KEY_COMMAND: variable({
    meaning:
      'The command that asks an external key service: called with `wrap` or `unwrap` as its last word, and a text on its standard input, it prints the other. Keys that begin with `wrapped:` are given to it at the start.',
    remedy: 'Give a program and its words, separated by spaces; see docs/security.md for what it is asked.',
    schema: z.string().min(1).optional(),
  }),
};

export const secretKeyVariables = {
  ...keyCommandVariables,
  EVENKEEL_SECRET_KEY: variable({
    meaning:
      'The master key from which the keys of credentials and of webhook secrets are derived; several, separated by commas, while they are changed: the first seals, all open.',
    remedy:
      'Give 32 random bytes in base64 (openssl rand -base64 32), the same for all services that take it; of several each once.',
    schema: keys,
    secret: true,
  }),
};

export const gatewayKeyVariables = {
  ...keyCommandVariables,
  EVENKEEL_WEBHOOK_KEY: variable({
    meaning:
      'The key of webhook secrets alone, so that the public gateway can open nothing else (`node apps/webhook-gateway/dist/derive-key.js` prints it).',
    remedy: 'Give what derive-key.js prints, or leave it out and give EVENKEEL_SECRET_KEY.',
    schema: keys.optional(),
    defaultText: 'derived from EVENKEEL_SECRET_KEY',
    secret: true,
  }),
  EVENKEEL_SECRET_KEY: variable({
    ...secretKeyVariables.EVENKEEL_SECRET_KEY,
    schema: keys.optional(),
  }),
};

export const recordKeyVariables = {
  ...keyCommandVariables,
  EVENKEEL_RECORD_KEY: variable({
    meaning:
      'The key of what records hold alone (pseudonyms, sealed payloads), so that ingestion can open no credentials (`node apps/webhook-gateway/dist/derive-key.js record` prints it).',
    remedy: 'Give what derive-key.js record prints, or leave it out and give EVENKEEL_SECRET_KEY.',
    schema: keys.optional(),
    defaultText: 'derived from EVENKEEL_SECRET_KEY',
    secret: true,
  }),
  EVENKEEL_SECRET_KEY: variable({
    ...secretKeyVariables.EVENKEEL_SECRET_KEY,
    schema: keys.optional(),
  }),
};

export const ownKeyVariables = {
  ...keyCommandVariables,
  EVENKEEL_SECRET_KEY: variable({
    ...secretKeyVariables.EVENKEEL_SECRET_KEY,
    schema: keys.optional(),
    defaultText: 'the key file in the data directory',
  }),
};
