import { execFileSync } from 'node:child_process';
import { readText, root } from './projects.js';

/** Words that hide who does what, and an abbreviation that hides a measure. */
const VAGUE = /\b(whoever|nobody|somebody|how-many-th)\b|, about[.:*]?\s*$/i;
const COMMENT = /^\s*(\/\/|\/?\*)/;

const vagueLines = (path: string, text: string) =>
  text
    .split('\n')
    // `nobody` in backquotes is the user of the operating system.
    .flatMap((line, at) =>
      COMMENT.test(line) && VAGUE.test(line.replaceAll('`nobody`', '')) ? [`${path}:${at + 1}`] : [],
    );

describe('comments of production code', () => {
  it('say who does what', () => {
    const paths = execFileSync('git', ['ls-files', '*.ts', '*.mjs'], { cwd: root, encoding: 'utf8' });
    const production = paths
      .trim()
      .split('\n')
      .filter((path) => !/\.(spec|conformance)\.ts$/.test(path));
    expect(production.length).toBeGreaterThan(500);
    expect(production.flatMap((path) => vagueLines(path, readText(path)))).toEqual([]);
  });

  it('are looked at line by line', () => {
    const text =
      '/** Nobody calls. */\nconst nobody = 1;\n  // Runs as `nobody`.\n * Records of a page, about\n';
    expect(vagueLines('a.ts', text)).toEqual(['a.ts:1', 'a.ts:4']);
  });
});
