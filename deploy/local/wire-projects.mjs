// What package.json and tsconfig.json of each project say of other projects follows from what its sources import: written here,
// before anything is built, and compared by the tests of the projects.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { finished, root, toolEnvironment } from './install.mjs';

const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const isSame = (one, other) => one.length === other.length && one.every((name) => other.includes(name));
const isHouse = (name) => name.startsWith('@evenkeel/');

/** Gives the files that it wrote. */
export async function wireProjects() {
  const { default: ts } = await import('typescript');
  const { format } = await import('oxfmt');
  const style = read('.oxfmtrc.json');
  const written = [];
  const write = async (path, value) => {
    const filepath = join(root, path);
    const { code } = await format(filepath, JSON.stringify(value, undefined, 2), style);
    writeFileSync(filepath, code);
    written.push(path);
  };
  const projects = projectFolders();
  const folderOf = new Map(projects.map((folder) => [read(`${folder}/package.json`).name, folder]));
  for (const [name, folder] of folderOf) await wire({ name, folder, folderOf, write, ts });
  const solution = read('tsconfig.json');
  const built = (solution.references ?? []).map(({ path }) => posix.normalize(path));
  if (!isSame(built, projects)) {
    const kept = [...built.filter((path) => projects.includes(path)), ...projects];
    const references = [...new Set(kept)].map((folder) => ({ path: `./${folder}` }));
    await write('tsconfig.json', { ...solution, references });
  }
  link(folderOf);
  if (written.length > 0) await lock();
  return written;
}

async function wire({ name, folder, folderOf, write, ts }) {
  const manifest = read(`${folder}/package.json`);
  const imported = [...new Set(sourcesBelow(folder).flatMap((path) => importsOf(path, ts)))]
    .filter((one) => one !== name && folderOf.has(one))
    .sort();
  const { dependencies = {} } = manifest;
  const houses = Object.keys(dependencies).filter(isHouse);
  if (!isSame(houses, imported)) {
    const others = Object.entries(dependencies).filter(([one]) => !isHouse(one));
    const next = Object.fromEntries([...imported.map((one) => [one, '*']), ...others]);
    await write(`${folder}/package.json`, { ...manifest, dependencies: next });
  }
  const config = read(`${folder}/tsconfig.json`);
  const paths = imported.map((one) => relative(folder, folderOf.get(one)).replaceAll('\\', '/'));
  const referred = (config.references ?? []).map(({ path }) => path);
  if (isSame(referred, paths)) return;
  await write(`${folder}/tsconfig.json`, { ...config, references: paths.map((path) => ({ path })) });
}

/** Each project is found by its name, as after an installation. */
function link(folderOf) {
  for (const [name, folder] of folderOf) {
    const at = join(root, 'node_modules', name);
    mkdirSync(dirname(at), { recursive: true });
    if (!existsSync(at)) symlinkSync(relative(dirname(at), join(root, folder)), at, 'junction');
  }
}

async function lock() {
  const args = ['install', '--package-lock-only', '--ignore-scripts', '--prefer-offline', '--loglevel=error'];
  const options = { cwd: root, stdio: ['ignore', 2, 2], env: toolEnvironment() };
  const code = await finished(spawn('npm', args, { ...options, shell: process.platform === 'win32' }));
  if (code !== 0) throw new Error('The lockfile could not be written');
}

function projectFolders() {
  const folders = read('package.json').workspaces.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern];
    const parent = pattern.slice(0, -2);
    return existsSync(join(root, parent))
      ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`)
      : [];
  });
  return folders.filter((folder) => existsSync(join(root, folder, 'package.json')));
}

function sourcesBelow(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : sourcesBelow(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

/** Packages of the house; a second door, for example `/testing`, is the same package. */
function importsOf(path, ts) {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, path), 'utf8'), true, true);
  const names = importedFiles.map(({ fileName }) => fileName).filter(isHouse);
  return names.map((name) => name.split('/').slice(0, 2).join('/'));
}
