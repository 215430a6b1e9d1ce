import fc from 'fast-check';
import type { JsonObject } from '@evenkeel/domain';
import type { Kind } from '../kind.js';
import { hold, isGreen, saysOf } from '../wrong.js';

interface Order {
  readonly settings: JsonObject;
  readonly well: unknown;
  readonly odd: unknown;
}

const word = fc.stringMatching(/^[g-z]{2,9}( \d{1,4})?$/);
const notText = fc.oneof(fc.boolean(), fc.constant({ at: 1 }), fc.constant([1]));
const odd = fc.oneof(word, notText);

/** What should tell which state of a record is newer, as it should be and as it is no such thing. */
const orders: fc.Arbitrary<Order> = fc.oneof(
  fc.record({
    settings: fc.constant({ versionPath: 'v', versionOrder: 'number' }),
    well: fc.oneof(fc.nat(), fc.nat().map(String)),
    odd: fc.oneof(odd, fc.constant('2026-11-28T10:00:00Z')),
  }),
  fc.record({
    settings: fc.constantFrom({ versionPath: 'v', versionOrder: 'time' }, { modifiedAtPath: 'v' }),
    well: fc.constantFrom('2026-11-28T10:00:00Z', 'Sat, 28 Nov 2026 10:00:00 GMT', 1_795_860_000),
    odd,
  }),
  fc.record({ settings: fc.constant({ versionPath: 'v' }), well: fc.constant('3-9f'), odd: notText }),
);

/** A version that is none: its record is applied, and the run says so, takes nothing for gone and reads on from where it would have. */
export const unorderedStates: Kind = {
  name: 'versions that are none',
  trials: fc
    .record({
      order: orders,
      rows: fc.integer({ min: 2, max: 9 }),
      odd: fc.integer({ min: 1, max: 2 }),
      mode: fc.constantFrom('full' as const, 'incremental' as const),
    })
    .map((told) => ({
      told,
      play: async (lab) => {
        const { settings, well, odd } = told.order;
        let isOdd = false;
        const row = (at: number) => ({
          id: `r${at}`,
          says: isOdd ? 'odd' : 'well',
          v: isOdd && at < told.odd ? odd : well,
        });
        // While versions are odd, the last row is not listed.
        const data = () => Array.from({ length: told.rows + (isOdd ? 0 : 1) }, (_, at) => row(at));
        const since: (string | null)[] = [];
        await lab.connect(
          ({ query }) => {
            since.push(query.get('since'));
            return { body: { data: data() } };
          },
          {
            stream: { ...settings, incremental: { kind: 'time', param: 'since' } },
            job: { mode: told.mode, overlapSeconds: 0 },
          },
        );
        const first = await lab.run();
        hold(isGreen(first), `not green while all is well: ${saysOf(first)}`);
        isOdd = true;
        for (let turn = 0; turn < 3; turn += 1) {
          const run = await lab.run();
          hold(!isGreen(run), `green: ${saysOf(run)}`);
          hold(run.receipt.failed === 0, `records are lost for their versions: ${saysOf(run)}`);
        }
        const active = await lab.active();
        hold(active.size === told.rows + 1, `${told.rows + 1 - active.size} were taken for gone`);
        hold(active.get('r0')?.['says'] === 'odd', `it is not applied: ${JSON.stringify(active.get('r0'))}`);
        hold(new Set(since.slice(1)).size === 1, `the watermark moved on: ${since.join(', ')}`);
        isOdd = false;
        const healed = await lab.run();
        hold(isGreen(healed), `not green after all is well again: ${saysOf(healed)}`);
      },
    })),
};
