// Prints the figures of the tree and fails where one is worse than its limit. `--why` names the files behind each.
import { parseArgs } from 'node:util';
import { allProjects, readJson, readText } from '../projects.js';
import { doorsOf } from './import-graph.js';
import { judge, showJudged } from './judge.js';
import { measureTree } from './measure.js';
import { readSource } from './source-file.js';

const { why = false } = parseArgs({ options: { why: { type: 'boolean' } } }).values;
const projects = allProjects();
const files = projects.flatMap(({ sources }) => sources.map((path) => readSource(path, readText(path))));
const doors = new Map(projects.flatMap(({ folder }) => doorsOf(folder, readJson(`${folder}/package.json`))));
const judged = judge(measureTree(files, doors));
process.stdout.write(`${showJudged(judged, why)}\n`);
process.exitCode = judged.some(({ isWorse }) => isWorse) ? 1 : 0;
