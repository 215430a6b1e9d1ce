import * as ts from 'typescript';
import { allProjects, readText } from './projects.js';

export interface GlossaryWord {
  readonly word: string;
  readonly meaning: string;
  /** Null where no type carries the word. */
  readonly type: string | null;
  readonly file: string | null;
}

const plain = (cell: string): string | null => (cell === '-' ? null : cell.replaceAll('`', ''));

/** The table of docs/glossary.md. */
export function glossary(): GlossaryWord[] {
  const rows = readText('docs/glossary.md')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
  return rows.map((row) => {
    const [word = '', meaning = '', type = '-', file = '-'] = row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    return { word, meaning, type: plain(type), file: plain(file) };
  });
}

/** Names of the types and classes that a text exports. */
export function exportedTypes(text: string): string[] {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const declares =
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement);
    if (!declares || statement.name === undefined) return [];
    const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
    return isExported ? [statement.name.text] : [];
  });
}

/** Whether a file serves tests alone. */
export function isForTests(path: string): boolean {
  return /\.(spec|conformance|journey)\.ts$|\/testing\/|^apps\/journeys\/|^libs\/(simulation|conformance)\//.test(
    path,
  );
}

/** The files of production code that export a type of each name. */
export function declarations(): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const files = allProjects().flatMap(({ sources }) => sources);
  for (const file of files.filter((path) => !isForTests(path))) {
    for (const name of exportedTypes(readText(file))) found.set(name, [...(found.get(name) ?? []), file]);
  }
  return found;
}
