import fc from 'fast-check';
import type { Kind } from '../kind.js';
import { hold, saysOf } from '../wrong.js';

/** Ever new rows: the run ends by itself, and what it made up waits for a person. */
export const endlessListings: Kind = {
  name: 'listings without end',
  trials: fc
    .record({
      here: fc.integer({ min: 1, max: 60 }),
      size: fc.integer({ min: 300, max: 1500 }),
      kind: fc.constantFrom('cursor', 'page', 'offset', 'nextUrl'),
    })
    .map((told) => ({
      told,
      play: async (lab) => {
        let isBroken = false;
        let made = 0;
        const pagination = {
          cursor: { kind: 'cursor', param: 'at', nextPath: 'next' },
          page: { kind: 'page', param: 'at' },
          offset: { kind: 'offset', param: 'at', overlap: false },
          nextUrl: { kind: 'nextUrl', path: 'next' },
        }[told.kind];
        const next = () => (told.kind === 'nextUrl' ? `?at=${made}` : `c${made}`);
        const fresh = () => Array.from({ length: told.size }, () => ({ id: `made-${++made}` }));
        await lab.connect(
          ({ query }) => {
            if (isBroken) return { body: { data: fresh(), next: next() } };
            const data = Array.from({ length: told.here }, (_, row) => ({ id: `r${row}` }));
            return {
              body: {
                data: query.has('at') && query.get('at') !== '1' && query.get('at') !== '0' ? [] : data,
                next: null,
              },
            };
          },
          { stream: { pageSize: told.size, pagination: pagination ?? {} } },
        );
        await lab.run();
        isBroken = true;
        const run = await lab.run();
        hold(run.status !== 'completed', `completed: ${saysOf(run)}`);
        hold(made < 40_000, `it ended after ${made} rows only: ${saysOf(run)}`);
        const [approval] = await lab.engine.admin.approvals(lab.name);
        hold(approval !== undefined, `what it created waits for nobody: ${saysOf(run)}`);
      },
    })),
};
