import { posix } from 'node:path';
import type { ImportGraph } from './cycles.js';
import type { SourceFile } from './source-file.js';

/** The doors of the packages of the house: the file behind each name by which it is imported. */
export type Doors = ReadonlyMap<string, string>;

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string | { readonly '@evenkeel/source'?: string }>>;
}

export function doorsOf(folder: string, { name, exports = {} }: Manifest): [string, string][] {
  return Object.entries(exports).flatMap(([path, target]) => {
    const source = typeof target === 'string' ? undefined : target['@evenkeel/source'];
    return source === undefined
      ? []
      : [[posix.join(name, path), posix.join(folder, source)] as [string, string]];
  });
}

/** Which of these files import which others, types counted too. What comes from outside is left out. */
export function importGraph(files: readonly SourceFile[], doors: Doors): ImportGraph {
  const known = new Set(files.map(({ path }) => path));
  const resolve = (path: string, from: string): string | undefined =>
    from.startsWith('.') ? posix.join(posix.dirname(path), from).replace(/\.js$/, '.ts') : doors.get(from);
  return new Map(
    files.map(({ path, imports }) => [
      path,
      imports
        .map(({ from }) => resolve(path, from))
        .filter((target): target is string => target !== undefined && known.has(target)),
    ]),
  );
}
