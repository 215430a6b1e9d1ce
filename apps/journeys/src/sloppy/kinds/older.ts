import fc from 'fast-check';
import type { JsonObject } from '@evenkeel/domain';
import type { Kind } from '../kind.js';
import { hold, saysOf } from '../wrong.js';

interface Order {
  readonly settings: JsonObject;
  /** As JSON text. */
  readonly older: string;
  readonly newer: string;
}

const versions = (older: string, newer: string, order?: string): Order => ({
  settings: { versionPath: 'v', ...(order !== undefined && { versionOrder: order }) },
  older,
  newer,
});

/** Two states of one record, by what tells the older one. */
const orders: fc.Arbitrary<Order> = fc.oneof(
  fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 1000n }))
    .map(([of, more]) => versions(`${of}`, `${of + more}`)),
  fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.integer({ min: 1, max: 9 }))
    .map(([of, digit]) => versions(`"${of}"`, `"${of}${digit}"`)),
  fc
    .tuple(fc.nat({ max: 99 }), fc.integer({ min: 1, max: 9 }))
    .map(([of, digit]) => versions(`${of}.000000000000000000${digit}`, `${of}.00000000000000001`)),
  fc
    .tuple(
      fc.integer({ min: 0, max: 1e12 }),
      fc.integer({ min: 1000, max: 1e9 }),
      fc.constantFrom('versionPath', 'modifiedAtPath'),
    )
    .map(([at, later, path]): Order => {
      const [older, newer] = [at, at + later].map((ms) => JSON.stringify(new Date(ms).toISOString())) as [
        string,
        string,
      ];
      return { settings: { [path]: 'v' }, older, newer };
    }),
  fc
    .tuple(fc.stringMatching(/^[A-Z]{3}$/), fc.stringMatching(/^[a-z]{3}$/))
    .map(([older, newer]) => versions(`"${older}"`, `"${newer}"`, 'text')),
);

/** An older reading does not overwrite a newer one, unless it is what two complete listings say. */
export const olderReadings: Kind = {
  name: 'older readings of a record',
  trials: fc
    .record({ order: orders, isRestored: fc.boolean(), others: fc.integer({ min: 1, max: 9 }) })
    .map((told) => ({
      told,
      play: async (lab) => {
        const { settings, older, newer } = told.order;
        const others = Array.from({ length: told.others }, (_, row) => `{"id":"r${row}","v":${newer}}`);
        let isOlder = false;
        const row = () => `{"id":"x","v":${isOlder ? older : newer},"says":"${isOlder ? 'older' : 'newer'}"}`;
        await lab.connect(() => ({ body: `{"data":[${[row(), ...others].join(',')}]}` }), {
          stream: settings,
        });
        const says = async () => JSON.stringify((await lab.active()).get('x')?.['says']);
        await lab.run();
        isOlder = true;
        const lagging = await lab.run();
        hold((await says()) === '"newer"', `overwritten by what is older: ${saysOf(lagging)}`);
        isOlder = told.isRestored;
        const then = await lab.run();
        const wanted = told.isRestored ? '"older"' : '"newer"';
        hold((await says()) === wanted, `it says ${await says()}: ${saysOf(then)}`);
        const last = await lab.run();
        hold(
          (await says()) === wanted && last.receipt.updated === 0,
          `it changes by itself: ${saysOf(last)}`,
        );
      },
    })),
};

const part = fc.constantFrom('a', 'A', '7', 'a/b', '~', '~1', ' ', 'é', '0');

/** Records that only several values together name are records of their own. */
export const compositeIds: Kind = {
  name: 'ids of several parts',
  trials: fc
    .record({
      pairs: fc.uniqueArray(fc.tuple(part, part), {
        minLength: 1,
        maxLength: 12,
        selector: (pair) => pair.join('\n'),
      }),
      isOrdered: fc.boolean(),
    })
    .map((told) => ({
      told,
      play: async (lab) => {
        const rows = told.pairs.map(([campaign, day], at) => ({ campaign, on: { day }, at }));
        const idPath = told.isOrdered ? ['campaign', 'on.day'] : ['on.day', 'campaign'];
        await lab.connect(
          ({ path, query }) => {
            if (path === '/rows') return { body: { data: rows } };
            const [, campaign] = /^\/row\/([^/]*)$/.exec(path) ?? [];
            const found = rows.find(
              (row) => row.campaign === decodeURIComponent(campaign ?? '') && row.on.day === query.get('day'),
            );
            return found === undefined ? { status: 404, body: {} } : { body: found };
          },
          { stream: { idPath, readOne: { path: '/row/{campaign}?day={on.day}' } } },
        );
        const run = await lab.run();
        const active = await lab.active();
        hold(
          active.size === rows.length && run.receipt.failed === 0,
          `${active.size} of ${rows.length} records: ${saysOf(run)}`,
        );
        const again = await lab.run({ externalIds: [...active.keys()] });
        hold(again.receipt.outcomes['unchanged'] === rows.length, `read by their ids: ${saysOf(again)}`);
      },
    })),
};
