import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@evenkeel/domain';
import { root } from './repository.js';

/** Settings from a manifest that ships as an example, with its placeholders filled in and at another address. */
export function restExample(
  name: 'github' | 'stripe' | 'couchdb',
  baseUrl: string,
  placeholders: Readonly<Record<string, string>> = {},
): JsonObject {
  let text = readFileSync(join(root, 'libs/connectors/rest/examples', `${name}.json`), 'utf8');
  for (const [placeholder, value] of Object.entries(placeholders)) text = text.replaceAll(placeholder, value);
  return { ...(JSON.parse(text) as JsonObject), baseUrl };
}
