import { OPERATIONS } from '@evenkeel/contracts-admin';
import { SIGNING_SCHEMES, type SigningScheme } from '@evenkeel/domain';
import { readText } from './projects.js';

const manual = readText('docs/webhooks.md');
const recipes = [...manual.matchAll(/```json ([\w-]+)\n(.*?)```/gs)].map(
  ([, name = '', json = '']) => [name, JSON.parse(json) as { readonly scheme: SigningScheme }] as const,
);

describe('the page on webhooks', () => {
  it.each(recipes)('has settings of %s that are taken', (_name, settings) => {
    const asked = { stream: 'customers', idPath: 'id', ...settings };
    expect(() => OPERATIONS.addWebhookEndpoint.request.body.parse(asked)).not.toThrow();
  });

  it('has a recipe for each scheme', () => {
    const shown = new Set(recipes.map(([, { scheme }]) => scheme));
    const own = ['detect', 'evenkeel'];
    expect(SIGNING_SCHEMES.filter((scheme) => !shown.has(scheme))).toEqual(own);
  });
});
