import { SERVICE_NAMES } from '@evenkeel/contracts-messages';
import { exists, filesBelow, readText } from './projects.js';
import { services } from './services.js';

/** Floors whose functions work on the transaction of the service that calls them. */
const SHARED = ['libs/operations/src', 'libs/administration/src'].filter(exists);

function sourceOf(service: string): string {
  return [`libs/services/${service}/src`, ...SHARED]
    .flatMap(filesBelow)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.includes('/testing/'))
    .map(readText)
    .join('\n');
}

it('every service is among those that docs/stores.md shows', () => {
  expect(services.map(({ name }) => name).sort()).toEqual([...SERVICE_NAMES].sort());
});

describe.each(services.map(({ name, repositories }) => ({ name, repositories })))(
  '$name',
  ({ name, repositories }) => {
    it('declares each repository once', () => {
      expect(new Set(repositories).size).toBe(repositories.length);
    });

    it('declares no repository that it does not use', () => {
      const source = sourceOf(name);
      expect(repositories.filter((repository) => !new RegExp(`\\.${repository}\\b`).test(source))).toEqual(
        [],
      );
    });
  },
);
