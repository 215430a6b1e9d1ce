import { join } from 'node:path';
import { createConfig, lint } from '@redocly/openapi-core';
import { root } from './projects.js';

it('of the admin API is an OpenAPI document without a fault to the rules that Redocly recommends', async () => {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lint({ ref: join(root, 'docs/openapi.json'), config });
  const told = problems.map(
    ({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`,
  );
  expect(told).toEqual([]);
}, 60_000);
