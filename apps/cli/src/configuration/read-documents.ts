import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CliFailure, UsageFailure } from '../failure.js';
import { EXIT } from '../exit-code.js';
import type { Terminal } from '../terminal/terminal.js';
import { readYaml, type PlacedDocument } from './read-yaml.js';

/** Files that hold documents. */
const HOLDS_DOCUMENTS = /^[^.].*\.(?:ya?ml|json)$/;

/** All documents of files, of folders with what is below them, and (`-`) of stdin. */
export async function readDocuments(
  paths: readonly string[],
  terminal: Terminal,
): Promise<readonly PlacedDocument[]> {
  const documents: PlacedDocument[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    const files = path === '-' ? ['-'] : await filesAt(path);
    for (const file of files) {
      const [source, text] =
        file === '-' ? ['stdin', await terminal.readAll()] : [file, await readText(file)];
      const read = readYaml(source, text);
      documents.push(...read.documents);
      problems.push(...read.problems);
    }
  }
  if (problems.length > 0)
    throw new CliFailure(
      'These are no YAML documents',
      'Correct the lines that are named; nothing was sent.',
      EXIT.usage,
      'cli.usage',
      problems,
    );
  if (documents.length === 0)
    throw new UsageFailure(
      `There is no document in ${paths.join(', ')}`,
      'Name files or folders with *.yaml, *.yml or *.json, or - for stdin; `evenkeel export` writes documents of what is there.',
    );
  return documents;
}

/** By name, so that the same folder is always read alike. */
async function filesAt(path: string): Promise<readonly string[]> {
  const found = await whatIsAt(path);
  if (!found.isDirectory()) return [path];
  const files: string[] = [];
  const entries = (await readdir(path, { withFileTypes: true })).toSorted((one, other) =>
    one.name < other.name ? -1 : 1,
  );
  for (const entry of entries) {
    const inner = join(path, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith('.')) files.push(...(await filesAt(inner)));
    // What is mounted is a link.
    else if (!entry.isDirectory() && HOLDS_DOCUMENTS.test(entry.name)) files.push(inner);
  }
  return files;
}

async function whatIsAt(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): UsageFailure {
  const why = (error as NodeJS.ErrnoException).code ?? String(error);
  return new UsageFailure(`${path} cannot be read (${why})`, 'Check the path; - reads stdin.');
}
