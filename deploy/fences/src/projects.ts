import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { preProcessFile } from 'typescript';

/** The folder of the checkout. Holds for the sources and for what is built from them. */
export const root = join(__dirname, '../../..');

/** One workspace package. Paths are relative to the checkout, with forward slashes. */
export interface Project {
  readonly name: string;
  readonly folder: string;
  readonly tags: readonly string[];
  /** Names of the other projects that its package.json asks for. */
  readonly dependencies: readonly string[];
  /** Folders that its tsconfig.json refers to. */
  readonly references: readonly string[];
  /** Its own TypeScript files. */
  readonly sources: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Record<string, string>;
  readonly nx?: { readonly tags?: readonly string[] };
}

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8');
export const readJson = <Shape>(path: string): Shape => JSON.parse(readText(path)) as Shape;
export const exists = (path: string): boolean => existsSync(join(root, path));

/** Every file below a folder of the checkout, without what is installed or built. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return ['node_modules', 'dist', '.git', '.nx', '.evenkeel'].includes(entry.name) ? [] : filesBelow(path);
  });
}

/** The projects that the `workspaces` of the root package.json name. */
export function allProjects(): Project[] {
  const { workspaces = [] } = readJson<Manifest>('package.json');
  const folders = workspaces.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern];
    const parent = pattern.slice(0, -2);
    return exists(parent) ? readdirSync(join(root, parent)).map((name) => posix.join(parent, name)) : [];
  });
  return folders.filter((folder) => exists(`${folder}/package.json`)).map(project);
}

function project(folder: string): Project {
  const { name, dependencies = {}, nx } = readJson<Manifest>(`${folder}/package.json`);
  const { references = [] } = readJson<{ references?: { path: string }[] }>(`${folder}/tsconfig.json`);
  return {
    name,
    folder,
    tags: nx?.tags ?? [],
    dependencies: Object.keys(dependencies).filter((dependency) => dependency.startsWith('@evenkeel/')),
    references: references.map(({ path }) =>
      relative(root, join(root, folder, path))
        .split(sep)
        .join('/'),
    ),
    sources: filesBelow(folder).filter((path) => path.endsWith('.ts')),
  };
}

/** The `@evenkeel` packages that a source imports: statically, as types or dynamically. */
export function housePackagesIn(source: string): string[] {
  const specifiers = preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName);
  // A package may have a second door, for example `/testing`: it is the same package.
  return specifiers
    .filter((name) => name.startsWith('@evenkeel/'))
    .map((name) => name.split('/').slice(0, 2).join('/'));
}
