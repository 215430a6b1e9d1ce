import fc from 'fast-check';
import type { Kind } from '../kind.js';
import type { Answer } from '../sloppy-provider.js';
import { hold, isGreen, saysOf } from '../wrong.js';

const PAGES = 3;

/** An answer that says of itself that it is not everything, in place of page `at`. */
const signs = {
  'a total that is not reached': (data: object[], total: number) => ({ body: { data, total, next: null } }),
  'part of the content': (data: object[]) => ({ status: 206, body: { data, next: null } }),
  'a range of the content': (data: object[], total: number) => ({
    status: 206,
    headers: { 'content-range': `items 0-${data.length}/${total}` },
    body: { data, next: null },
  }),
  'an error beside nothing': () => ({ body: { error: { code: 'quota' }, data: [], next: null } }),
  'errors beside nothing': () => ({ body: { errors: ['timed out'], data: [], next: null } }),
  'no sign of the next page': (data: object[]) => ({ body: { data } }),
} as const satisfies Readonly<Record<string, (data: object[], total: number) => Answer>>;

const told = fc.record({
  sign: fc.constantFrom(...(Object.keys(signs) as (keyof typeof signs)[])),
  at: fc.integer({ min: 1, max: PAGES - 1 }),
  size: fc.integer({ min: 2, max: 30 }),
  mode: fc.constantFrom('full' as const, 'incremental' as const),
});

/** What speaks against completeness: nothing is taken for gone, and what was missed is read once the provider is well. */
export const incompleteListings: Kind = {
  name: 'listings that say that they are not everything',
  trials: told.map((trial) => ({
    told: trial,
    play: async (lab) => {
      let [isBroken, changedAt] = [false, 0];
      const rows = (page: number) =>
        Array.from({ length: trial.size }, (_, row) => ({
          id: `p${page}r${row}`,
          ...(changedAt > 0 && { changedAt }),
        }));
      await lab.connect(
        ({ query }) => {
          const page = Number(query.get('page') ?? 1);
          // Only what changed since, as a provider should; a changed provider has changed everything.
          const since = Number(query.get('since') ?? 0);
          if (since > 0 && changedAt < since) return { body: { data: [], next: null } };
          // Only of a first page that is full can be known that there should be a next one.
          if (isBroken && page === (trial.sign === 'no sign of the next page' ? 1 : trial.at)) {
            const half = rows(page).slice(
              0,
              trial.sign === 'no sign of the next page' ? undefined : trial.size / 2,
            );
            return signs[trial.sign](half, PAGES * trial.size);
          }
          return {
            body: { data: rows(page), total: PAGES * trial.size, next: page < PAGES ? page + 1 : null },
          };
        },
        {
          stream: {
            ...(trial.sign === 'a total that is not reached' && { totalPath: 'total' }),
            pageSize: trial.size,
            pagination: { kind: 'cursor', param: 'page', nextPath: 'next' },
            incremental: { kind: 'time', param: 'since', format: 'unix' },
          },
          job: { mode: trial.mode, overlapSeconds: 0 },
        },
      );
      const well = await lab.run();
      hold(isGreen(well), `not green while all is well: ${saysOf(well)}`);
      changedAt = Math.ceil(Date.now() / 1000) + 1;
      isBroken = true;
      for (let turn = 0; turn < 2; turn += 1) {
        const run = await lab.run();
        hold(!isGreen(run), `green: ${saysOf(run)}`);
        const { size } = await lab.active();
        hold(size === PAGES * trial.size, `${PAGES * trial.size - size} were taken for gone: ${saysOf(run)}`);
      }
      isBroken = false;
      const healed = await lab.run();
      const stale = [...(await lab.active())].filter(([, data]) => data['changedAt'] !== changedAt);
      hold(stale.length === 0, `${stale.length} changes were passed over: ${saysOf(healed)}`);
    },
  })),
};

const EMPTY = {
  noContent: { status: 204 },
  null: { body: { data: null } },
  list: { body: { data: [] } },
} as const;

/** Where only changes are asked for, nothing is nothing. */
export const nothingNew: Kind = {
  name: 'answers that say that nothing changed',
  trials: fc
    .record({
      as: fc.constantFrom(...(Object.keys(EMPTY) as (keyof typeof EMPTY)[])),
      rows: fc.integer({ min: 1, max: 9 }),
    })
    .map((trial) => ({
      told: trial,
      play: async (lab) => {
        const data = Array.from({ length: trial.rows }, (_, row) => ({ id: row }));
        await lab.connect(({ query }) => (query.has('since') ? EMPTY[trial.as] : { body: { data } }), {
          stream: { incremental: { kind: 'time', param: 'since' } },
          job: { mode: 'incremental' },
        });
        for (let turn = 0; turn < 3; turn += 1) {
          const run = await lab.run();
          hold(isGreen(run), `not green: ${saysOf(run)}`);
          hold((await lab.active()).size === trial.rows, `records are gone: ${saysOf(run)}`);
        }
      },
    })),
};
