import { figure, type Figure } from '../../figure.js';
import type { Crowd } from '../people.js';
import { type DedupeLoad, measureDedupeLoad } from './measure-dedupe-load.js';

/** A first load against a large store: its rate beside that without rules, and what was found. */
export async function dedupeLoadFigures(
  size: Omit<Crowd, 'seed'>,
  tell: (progress: string) => void,
): Promise<readonly Figure[]> {
  const { two, manual } = await measureDedupeLoad(size, tell);
  const [ratio, ...others] = figuresOf('one exact and one fuzzy rule', two, { atLeast: 0.4 });
  return [
    ...(ratio === undefined ? [] : [ratio]),
    ...others,
    ...figuresOf('the people of the manual', manual),
  ];
}

function figuresOf(what: string, load: DedupeLoad, goal?: { readonly atLeast: number }): readonly Figure[] {
  const { plain, matched, incoming, known, joined, right, reviews, keySeconds, memoryMb } = load;
  const [precision, recall] = [joined === 0 ? 1 : right / joined, right / known];
  const asked = Object.values(reviews).reduce((sum, count) => sum + count, 0);
  const ratios = plain.map(({ wall }) => wall / matched.wall);
  const us = (seconds: number) => [(seconds / incoming) * 1e6];
  return [
    figure(`(m) first load of ${incoming} people, ${what} / without`, 'x', ratios, goal),
    figure('    with rules', 'records/s', [incoming / matched.wall]),
    figure('      processor time of the engine', 'us/record', us(matched.engine)),
    figure('      processor time of Postgres', 'us/record', us(matched.postgres)),
    figure(
      '    without rules: processor time of both',
      'us/record',
      plain.flatMap(({ engine, postgres }) => us(engine + postgres)),
    ),
    figure('    peak memory after / before', 'x', [memoryMb[1] / memoryMb[0]]),
    figure('    the keys of what is stored', 's', [keySeconds]),
    figure('    precision', 'x', [precision]),
    figure('    recall', 'x', [recall]),
    figure('    F1', 'x', [(2 * precision * recall) / (precision + recall)]),
    figure('    questions to a person, by record', 'x', [asked / incoming]),
    ...Object.entries(reviews).map(([cause, count]) =>
      figure(`      of these: ${cause}`, 'x', [count / incoming]),
    ),
  ];
}
