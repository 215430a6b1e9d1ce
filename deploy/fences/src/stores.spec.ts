import { SERVICE_NAMES } from '@evenkeel/contracts-messages';
import { filesBelow, readText } from './projects.js';
import { services } from './services.js';

/** Whose functions work on the transaction of the service that calls them. */
const sharedWith = (service: string): readonly string[] =>
  service === 'admin' ? ['libs/operations/src', 'libs/administration/src'] : ['libs/operations/src'];

function sourceOf(service: string): string {
  return [`libs/services/${service}/src`, ...sharedWith(service)]
    .flatMap(filesBelow)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.includes('/testing/'))
    .map(readText)
    .join('\n');
}

it('every service is among those that docs/stores.md shows', () => {
  expect(services.map(({ name }) => name).sort()).toEqual([...SERVICE_NAMES].sort());
});

describe.each(
  services.map(({ name, repositories, systemRepositories }) => ({
    name,
    ofTenant: repositories,
    overAll: systemRepositories,
  })),
)('$name', ({ name, ofTenant, overAll }) => {
  it('declares each repository once', () => {
    expect(new Set(ofTenant).size).toBe(ofTenant.length);
    expect(new Set(overAll).size).toBe(overAll.length);
  });

  it('declares no repository that it does not use', () => {
    const source = sourceOf(name);
    const isUnused = (repository: string): boolean => !new RegExp(`\\.${repository}\\b`).test(source);
    expect([...ofTenant, ...overAll].filter(isUnused)).toEqual([]);
  });
});
