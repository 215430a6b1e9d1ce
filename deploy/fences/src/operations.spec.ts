import { operationList } from '@evenkeel/contracts-admin';
import { allProjects, readText } from './projects.js';

const FACES = ['apps/cli', 'apps/standalone', 'apps/journeys'];
const nouns = [...new Set(operationList.map(({ path }) => path.split('/')[1]))].join('|');
/** Text that begins with, or after the prefix goes on with, the path of an operation below a noun. */
const ADDRESS = new RegExp(`['"\`](/api/v1)?/?(${nouns})/(?!s['"]|.*\\.js')|['"\`]/(${nouns})['"\`?]`);

it('programs name operations of the admin API by their ids, not by addresses', () => {
  const sources = allProjects()
    .filter(({ folder }) => FACES.includes(folder))
    .flatMap((project) => project.sources);
  expect(sources.length).toBeGreaterThan(50);
  const written = sources.flatMap((path) =>
    readText(path)
      .split('\n')
      .filter((line) => ADDRESS.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(written).toEqual([]);
});

it('an address that is written down would be seen', () => {
  const planted = [
    "get('/jobs')",
    'post(`jobs/${id}/runs`)',
    "get('/api/v1/executions/7')",
    'get(`/plans?job=x`)',
  ];
  expect(planted.filter((line) => !ADDRESS.test(line))).toEqual([]);
});
