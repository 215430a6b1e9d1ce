import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@evenkeel/domain';
import { RestConnector } from './rest-connector.js';

const folder = join(__dirname, '..', 'examples');
const credentials: Readonly<Record<string, JsonObject>> = {
  'github.json': { token: 'a-token' },
  'stripe.json': { token: 'a-token' },
  'couchdb.json': { username: 'admin', password: 'a-password' },
};

describe('the manifests that ship as examples', () => {
  it.each(readdirSync(folder))('%s is valid', (file) => {
    const manifest = JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonObject;
    new RestConnector().validate(manifest, credentials[file] ?? {});
  });
});
