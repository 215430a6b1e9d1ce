/**
 * Lints planted sources as if they stood at the paths they name, with the house's own configuration.
 * Reads `[{ at, source, typed }]` as JSON on standard input and prints the rule ids that bit, in the same order.
 * Types are only loaded for sources that ask for them: a program for each project they stand in takes seconds.
 * A process of its own because ESLint loads its configuration as an ES module.
 */
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const planted = JSON.parse(await text(process.stdin));
const cwd = new URL('../..', import.meta.url).pathname;
const withTypes = new ESLint({ cwd });
const withoutTypes = new ESLint({
  cwd,
  overrideConfig: { files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked },
});

const bitten = [];
for (const { at, source, typed } of planted) {
  const [result] = await (typed ? withTypes : withoutTypes).lintText(source, { filePath: at });
  bitten.push(result.messages.map(({ ruleId, fatal, message }) => (fatal ? `fatal: ${message}` : ruleId)));
}
console.log(JSON.stringify(bitten));
