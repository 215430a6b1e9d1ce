import {
  declarations,
  exportedTypes,
  findOtherMeanings,
  glossary,
  OTHER_MEANINGS,
  otherMeanings,
} from './glossary.js';

/** Type names that more than one file may declare, each with its reason. */
const DECLARED_TWICE: Readonly<Record<string, string>> = {};

const words = glossary();
const declared = declarations();

describe('the glossary', () => {
  it('has every word once', () => {
    const names = words.map(({ word }) => word);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names.length).toBeGreaterThan(40);
  });

  it.each(words.filter(({ type }) => type !== null))('names $type, which $file exports', ({ type, file }) => {
    expect(declared.get(type ?? '')).toEqual([file]);
  });

  it('gives every word a meaning, and a file where it has a type', () => {
    expect(
      words.filter(({ meaning, type, file }) => meaning === '' || (type === null) !== (file === null)),
    ).toEqual([]);
  });
});

describe('words of the glossary', () => {
  it('mean nothing else in production code', () => {
    expect(findOtherMeanings()).toEqual([]);
  });

  it('are in it', () => {
    const names = words.map(({ word }) => word);
    expect(OTHER_MEANINGS.filter(({ word }) => !names.includes(word))).toEqual([]);
  });

  it.each([
    ['contract', 'interface ProviderContract {'],
    ['inactivation approval', 'export interface ApprovalView {'],
    ['judgement', 'export class JudgePage {'],
    ['lane', 'constructor(private readonly lane: QuotaShare) {}'],
    ['part', 'export interface SourceParts {'],
    ['run', 'export class RetryFailedRuns extends Sweep {'],
    ['settle', 'await tx.candidates.settle(id);'],
    ['stage', 'type OpenStage = 1;'],
    ['turn', 'const RECORDS_A_TURN = 100;'],
    ['window', 'export interface WindowLimits {'],
  ])('would be noticed: %s in `%s`', (word, code) => {
    expect(otherMeanings(`\n${code}`)).toEqual([{ word, line: 2 }]);
  });

  it('have their own meaning', () => {
    const own = [
      'export interface InactivationApprovalView {',
      'export class JudgeListing {',
      'readonly lane: Lane;',
      'await tx.triggers.settle(id);',
      'export interface GroupRun {',
    ];
    expect(own.flatMap((code) => otherMeanings(code))).toEqual([]);
  });
});

describe('names of types', () => {
  it('are declared once in production code', () => {
    const twice = [...declared].filter(([, files]) => files.length > 1).map(([name]) => name);
    expect(twice.sort()).toEqual(Object.keys(DECLARED_TWICE).sort());
  });

  it('are found whether an interface, an alias, a class or an enum declares them', () => {
    const text = 'export interface A {} export type B = A; export class C {} export enum D {} class E {}';
    expect(exportedTypes(text)).toEqual(['A', 'B', 'C', 'D']);
  });
});
