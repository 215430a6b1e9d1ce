import { figure, type Figure } from '../../figure.js';
import type { Crowd } from '../people.js';
import { measureDedupeQuality } from './measure-dedupe-quality.js';

/** What the example rules of the manual for very many find for people who come to a large store, half of them strangers. */
export function dedupeQualityFigures(size: Omit<Crowd, 'seed'>): readonly Figure[] {
  const { incoming, known, joined, right, askedRightly, reviews } = measureDedupeQuality(size);
  const [precision, recall] = [joined === 0 ? 1 : right / joined, right / known];
  const asked = Object.values(reviews).reduce((sum, count) => sum + count, 0);
  const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return [
    figure(`(n) F1 of the example rules, ${incoming} dirty people who come to ${size.stored}`, 'x', [f1], {
      atLeast: 0.95,
    }),
    figure('    precision', 'x', [precision]),
    figure('    recall', 'x', [recall]),
    figure('    recall, with those about whom a person is asked rightly', 'x', [
      (right + askedRightly) / known,
    ]),
    figure('    questions to a person, by record', 'x', [asked / incoming]),
    ...Object.entries(reviews).map(([cause, count]) =>
      figure(`      of these: ${cause}`, 'x', [count / incoming]),
    ),
  ];
}
