import { figure, type Figure } from '../figure.js';
import { type DedupeRound, measureCompanies, measurePeople, type MeasuredRules } from './measure-dedupe.js';

/** What the example rules of the manual find, beside what an exact match on the e-mail address would. */
export function dedupeFigures(): readonly Figure[] {
  return [
    ...figuresOf('people', measurePeople('people'), { atLeast: 0.95 }),
    // They are made for a store of a million, where they have a goal of their own.
    ...figuresOf('people, rules for very many', measurePeople('many-people')),
    ...figuresOf('companies', measureCompanies(), { atLeast: 0.95 }),
  ];
}

function figuresOf(
  what: string,
  rounds: readonly DedupeRound[],
  goal?: { readonly atLeast: number },
): readonly Figure[] {
  const rules = qualityOf(rounds.map((round) => round.rules));
  const plain = qualityOf(rounds.map((round) => round.plain));
  return [
    figure(`(l) F1 of the example rules, dirty ${what}`, 'x', rules.f1, goal),
    figure('    precision', 'x', rules.precision),
    figure('    recall', 'x', rules.recall),
    figure('    questions to a person, by record', 'x', rules.reviews),
    figure('    F1 of an exact match on the e-mail address', 'x', plain.f1),
    figure('      precision', 'x', plain.precision),
    figure('      recall', 'x', plain.recall),
    figure(
      '    processor time of the keys',
      'us/record',
      rounds.map(({ keysUs }) => keysUs),
    ),
    figure(
      '    processor time of comparing',
      'us/pair',
      rounds.map(({ compareUs }) => compareUs),
    ),
  ];
}

function qualityOf(
  measured: readonly MeasuredRules[],
): Readonly<Record<keyof MeasuredRules, readonly number[]>> {
  return {
    f1: measured.map(({ f1 }) => f1),
    precision: measured.map(({ precision }) => precision),
    recall: measured.map(({ recall }) => recall),
    reviews: measured.map(({ reviews }) => reviews),
  };
}
