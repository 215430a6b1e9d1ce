/** How a figure of the tree is judged. */
export interface Limit {
  /** What it must not get worse than. Tightened whenever the tree got better, until it is the goal. */
  readonly limit: number;
  readonly goal: number;
  readonly better: 'less' | 'more';
  readonly unit: string;
}

export const LIMITS = {
  'decorators per 1,000 lines of services': { limit: 15, goal: 15, better: 'less', unit: '' },
  'framework-free files of services': { limit: 75, goal: 75, better: 'more', unit: '%' },
  'files in import cycles': { limit: 0, goal: 0, better: 'less', unit: '' },
  'files over 200 lines': { limit: 0, goal: 0, better: 'less', unit: '' },
} as const satisfies Readonly<Record<string, Limit>>;

export type FigureName = keyof typeof LIMITS;
