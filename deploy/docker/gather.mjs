// Copies what runs, and nothing else, of each built project: its manifest, its compiled code, what that reads.
//   node deploy/docker/gather.mjs FOLDER
import { cpSync, existsSync, globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const [target] = process.argv.slice(2);
const onlyForTests = /\.(spec|journey|conformance)\.js(\.map)?$/;
const runs = (path) => !/\.(d\.ts|d\.ts\.map|tsbuildinfo)$/.test(path) && !onlyForTests.test(path);

for (const dist of globSync('{apps,libs}/{*,*/*}/dist', {
  exclude: (path) => basename(path) === 'node_modules',
})) {
  const project = dirname(dist);
  cpSync(dist, join(target, dist), { recursive: true, filter: runs });
  cpSync(join(project, 'package.json'), join(target, project, 'package.json'));
  for (const read of ['migrations', 'proto'].map((folder) => join(project, folder)))
    if (existsSync(read)) cpSync(read, join(target, read), { recursive: true });
}
cpSync('package.json', join(target, 'package.json'));
cpSync('deploy/docker', join(target, 'deploy/docker'), { recursive: true });
