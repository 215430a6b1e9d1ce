import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENKEEL_VERSION } from './version.js';

it('is the version of the product', () => {
  const manifest = readFileSync(join(__dirname, '../../../../package.json'), 'utf8');
  expect(EVENKEEL_VERSION).toBe((JSON.parse(manifest) as { version: string }).version);
});
