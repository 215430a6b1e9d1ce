import { allProjects, exists, housePackagesIn, readJson, readText, type Project } from './projects.js';

const projects = allProjects();
const byName = new Map(projects.map((project) => [project.name, project]));
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();
const imported = ({ name, sources }: Project) =>
  sorted(sources.flatMap((path) => housePackagesIn(readText(path)))).filter(
    (dependency) => dependency !== name,
  );

describe.each(projects)('$folder', (project) => {
  it('stands on exactly one floor', () => {
    expect(project.tags.filter((tag) => tag.startsWith('floor:'))).toHaveLength(1);
  });

  it('carries the tag that names its own packages, where its floor asks for one', () => {
    const [, area, name] = project.folder.split('/');
    const ownTag = { adapters: [`adapter:${name}`], connectors: [`connector:${name}`] }[area ?? ''];
    const anyTag = area === 'services' ? ['service:handlers', 'service:edge', 'service:faces'] : ownTag;
    if (anyTag) expect(project.tags.filter((tag) => anyTag.includes(tag))).toHaveLength(1);
  });

  it('asks for exactly the projects that it imports', () => {
    expect(sorted(project.dependencies)).toEqual(imported(project));
  });

  it('refers the compiler to exactly the projects that it asks for', () => {
    const folders = project.dependencies.map(
      (name) => byName.get(name)?.folder ?? `${name}: no such project`,
    );
    expect(sorted(project.references)).toEqual(sorted(folders));
  });

  it('is in the lockfile as it is', () => {
    const { packages } = readJson<{ packages: Record<string, { dependencies?: object }> }>(
      'package-lock.json',
    );
    const locked = Object.keys(packages[project.folder]?.dependencies ?? { 'not in the lockfile': '' });
    const own = locked.filter((name) => name.startsWith('@evenkeel/'));
    expect(sorted(project.dependencies.length === 0 ? own : locked)).toEqual(sorted(project.dependencies));
  });

  it('is linted, built and tested by its own targets', () => {
    const { nx } = readJson<{ nx: { targets: object } }>(`${project.folder}/package.json`);
    expect(Object.keys(nx.targets)).toEqual(expect.arrayContaining(['build', 'test', 'lint']));
  });

  it('holds something: no empty shells', () => {
    expect(project.sources.some((path) => readText(path).trim().length > 0)).toBe(true);
  });
});

it('the root tsconfig.json builds every project', () => {
  const { references } = readJson<{ references: { path: string }[] }>('tsconfig.json');
  const built = references.map(({ path }) => path.replace(/^\.\//, ''));
  expect(sorted(built)).toEqual(sorted(projects.map(({ folder }) => folder)));
});

it('every library has one front door', () => {
  const libraries = projects.filter(({ folder }) => folder.startsWith('libs/'));
  expect(libraries.filter(({ folder }) => !exists(`${folder}/src/index.ts`))).toEqual([]);
});

it('no file or folder has a name that could hold anything', () => {
  const vague = /^(utils?|helpers?|commons?|shared|misc|base|manager)$/i;
  const named = projects.flatMap(({ sources }) => sources);
  expect(named.filter((path) => path.split(/[/.]/).some((part) => vague.test(part)))).toEqual([]);
});

it('no source leaves work to a mark', () => {
  const mark = new RegExp(
    `\\b(${['TO', 'FIX', 'XX'].map((start, at) => start + ['DO', 'ME', 'X'][at]).join('|')})\\b`,
  );
  const marked = projects.flatMap(({ sources }) => sources).filter((path) => mark.test(readText(path)));
  expect(marked).toEqual([]);
});
