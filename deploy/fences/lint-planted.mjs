/**
 * Lints planted sources as if they stood at the paths they name, with the house's own configuration.
 * Reads `[{ at, source }]` as JSON on standard input and prints the rule ids that bit, in the same order.
 * A process of its own because ESLint loads its configuration as an ES module.
 */
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

const planted = JSON.parse(await text(process.stdin));
const cwd = new URL('../..', import.meta.url).pathname;
const eslint = new ESLint({ cwd });

const bitten = [];
for (const { at, source } of planted) {
  const [result] = await eslint.lintText(source, { filePath: at });
  bitten.push(result.messages.map(({ ruleId, fatal, message }) => (fatal ? `fatal: ${message}` : ruleId)));
}
console.log(JSON.stringify(bitten));
