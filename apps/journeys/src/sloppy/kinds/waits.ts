import fc from 'fast-check';
import type { Kind } from '../kind.js';
import { hold, holdComplete, isGreen, saysOf } from '../wrong.js';

const SIZE = 3;
const page = (at: number) => Array.from({ length: SIZE }, (_, row) => ({ id: `p${at}r${row}` }));
const idsOf = (pages: number) =>
  Array.from({ length: pages }, (_, at) => page(at + 1).map(({ id }) => id)).flat();

const HOUR_S = 3600;
const seconds = fc.oneof(
  fc.integer({ min: 2 * HOUR_S, max: 100 * HOUR_S }),
  // Beyond what a timer holds, and beyond what a date holds.
  fc.integer({ min: Math.floor(2 ** 31 / 1000) - 2, max: 2 ** 31 }),
  fc.constantFrom(1e12, 1e18),
);
const retryAfter = fc.oneof(
  seconds.map(String),
  seconds.map((of) => `${of}.0`),
  fc
    .integer({ min: 3 * HOUR_S, max: 90_000 * HOUR_S })
    .map((of) => new Date(Date.now() + of * 1000).toUTCString()),
);

/** A pause that outlasts the run ends it at once, is kept, and can be lifted. */
export const longPauses: Kind = {
  name: 'pauses that outlast a run',
  trials: fc
    .record({
      status: fc.constantFrom(429, 503, 502, 500),
      retryAfter,
      at: fc.integer({ min: 1, max: 3 }),
      asDate: fc.boolean(),
    })
    .map((told) => ({
      told,
      play: async (lab) => {
        let isBusy = true;
        await lab.connect(
          ({ query }) => {
            const at = Number(query.get('page') ?? 1);
            if (isBusy && at === told.at)
              return { status: told.status, headers: { 'retry-after': told.retryAfter }, body: {} };
            return { body: { data: at > 3 ? [] : page(at) } };
          },
          { stream: { pagination: { kind: 'page', param: 'page' } } },
        );
        const began = performance.now();
        const run = await lab.run();
        hold(
          performance.now() - began < 10_000,
          `it took ${Math.round(performance.now() - began)} ms to end`,
        );
        hold(
          run.status === 'failed' && run.reason?.until !== undefined,
          `it does not say until when: ${saysOf(run)}`,
        );
        hold(Date.parse(run.reason.until) > Date.now() + HOUR_S * 1000, `too soon: ${run.reason.until}`);
        const calls = lab.asked.filter(({ query }) => Number(query.get('page') ?? 1) === told.at).length;
        hold(calls === 1, `${calls} calls in spite of the pause`);
        const again = await lab.run();
        hold(again.status === 'failed' && lab.asked.length === told.at, 'called within the pause');
        isBusy = false;
        await lab.engine.admin.resumeCalls(lab.name);
        const lifted = await lab.run();
        hold(isGreen(lifted), `not green once the pause was lifted: ${saysOf(lifted)}`);
      },
    })),
};

/** One 401 among calls that succeed with the same credentials is tried again. */
export const singleRefusals: Kind = {
  name: 'one call of many that is refused for its credentials',
  trials: fc.record({ at: fc.integer({ min: 2, max: 5 }), bearer: fc.boolean() }).map((told) => ({
    told,
    play: async (lab) => {
      let refused = false;
      await lab.connect(
        ({ query }) => {
          const at = Number(query.get('page') ?? 1);
          if (at === told.at && !refused) {
            refused = true;
            return { status: 401, body: {} };
          }
          return { body: { data: at > 5 ? [] : page(at) } };
        },
        {
          stream: { pagination: { kind: 'page', param: 'page' } },
          ...(told.bearer && { settings: { auth: { kind: 'bearer' } }, credentials: { token: 'secret' } }),
        },
      );
      const run = await lab.run();
      hold(isGreen(run), `not green: ${saysOf(run)}`);
      holdComplete(run, { active: await lab.active(), wanted: idsOf(5) });
      const { status } = await lab.engine.admin.connection(lab.name);
      hold(status === 'active', `the connection is ${status}`);
    },
  })),
};

/** The clock of the provider is ahead of ours, once. Changes that come behind must not be passed over. */
export const clocksAhead: Kind = {
  name: 'clocks that are ahead',
  trials: fc.integer({ min: 15, max: 60 * 24 * 400 }).map((minutesAhead) => ({
    told: { minutesAhead },
    play: async (lab) => {
      let aheadMs = minutesAhead * 60_000;
      const changed = new Map([['r1', 0]]);
      await lab.connect(
        ({ query }) => {
          const since = Date.parse(query.get('since') ?? '1970-01-01T00:00:00Z');
          const data = [...changed].filter(([, at]) => at >= since).map(([id]) => ({ id }));
          return { body: { data }, headers: { date: new Date(Date.now() + aheadMs).toUTCString() } };
        },
        { stream: { incremental: { kind: 'time', param: 'since' } }, job: { mode: 'incremental' } },
      );
      await lab.run();
      aheadMs = 0;
      changed.set('r2', Date.now());
      const run = await lab.run();
      holdComplete(run, { active: await lab.active(), wanted: ['r1', 'r2'] });
    },
  })),
};
