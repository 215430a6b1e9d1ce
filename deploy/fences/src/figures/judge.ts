import { LIMITS, type FigureName, type Limit } from './limits.js';
import type { Measured } from './measure.js';

export interface Judged extends Measured {
  readonly name: FigureName;
  readonly limit: Limit;
  readonly isWorse: boolean;
}

export function judge(measured: Readonly<Record<FigureName, Measured>>): Judged[] {
  return (Object.keys(LIMITS) as FigureName[]).map((name) => {
    const limit: Limit = LIMITS[name];
    const { value, because } = measured[name];
    return { name, limit, value, because, isWorse: isWorse(value, limit) };
  });
}

function isWorse(value: number, { limit, better }: Limit): boolean {
  return better === 'less' ? value > limit : value < limit;
}

/** One line each; the files behind a figure where it is worse, or where `why` is asked. */
export function showJudged(judged: readonly Judged[], why = false): string {
  return judged
    .flatMap(({ name, limit: { limit, goal, better, unit }, value, because, isWorse }) => {
      const bound = better === 'less' ? 'at most' : 'at least';
      const line = `${isWorse ? 'WORSE' : 'ok   '}  ${name}: ${round(value)}${unit} (${bound} ${limit}${unit}, wanted ${goal}${unit})`;
      return [line, ...(isWorse || why ? because.map((file) => `         ${file}`) : [])];
    })
    .join('\n');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
