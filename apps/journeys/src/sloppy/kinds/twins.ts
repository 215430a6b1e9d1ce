import fc from 'fast-check';
import type { Kind } from '../kind.js';
import { hold, saysOf } from '../wrong.js';

const PAIRS = [
  [7, '7'],
  ['r1', 'r1'],
  [0, '0'],
  [110988663231921363n, '110988663231921363'],
] as const;

/** Two entries with one id and other content never overwrite each other silently, and never swap places. */
export const twins: Kind = {
  name: 'two entries with one id',
  trials: fc
    .record({
      pair: fc.constantFrom(...PAIRS),
      between: fc.nat({ max: 30 }),
      size: fc.integer({ min: 3, max: 10 }),
      hasVersions: fc.boolean(),
    })
    .map(({ pair, ...told }) => ({
      told: { ...told, pair: pair.map(String) },
      play: async (lab) => {
        const entry = (id: unknown, name: string) =>
          `{"id":${typeof id === 'bigint' ? id : JSON.stringify(id)},"name":"${name}","v":${name.length}}`;
        const others = Array.from({ length: told.between }, (_, row) => entry(`x${row}`, 'other'));
        const list = [entry(pair[0], 'one'), ...others, entry(pair[1], 'another')];
        await lab.connect(
          ({ query }) => {
            const from = (Number(query.get('page') ?? 1) - 1) * told.size;
            return { body: `{"data":[${list.slice(from, from + told.size).join(',')}]}` };
          },
          {
            stream: {
              pagination: { kind: 'page', param: 'page' },
              ...(told.hasVersions && { versionPath: 'v' }),
            },
          },
        );
        const [seen, versions] = [new Set<unknown>(), new Set<unknown>()];
        for (let turn = 0; turn < 3; turn += 1) {
          const run = await lab.run();
          hold(run.receipt.failed > 0, `the second entry is not set aside: ${saysOf(run)}`);
          const row = (await lab.engine.store.records(lab.name)).get(String(pair[0]));
          seen.add(row?.data['name']);
          versions.add(row?.version);
        }
        hold(seen.size === 1 && versions.size === 1, `they overwrite each other: ${[...seen].join(', ')}`);
        hold(seen.has('one'), `the second entry won: ${[...seen].join(', ')}`);
      },
    })),
};
