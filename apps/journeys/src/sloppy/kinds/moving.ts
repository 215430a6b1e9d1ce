import fc from 'fast-check';
import type { Kind } from '../kind.js';
import { holdComplete } from '../wrong.js';

const MOVES = ['removed', 'moved to the end', 'put in front'] as const;

/** A row moves while pages are read. Rows that are there all the while must be read, or missing ones told. */
export const shiftingPages: Kind = {
  name: 'rows that move while pages are read',
  trials: fc
    .record({
      rows: fc.integer({ min: 4, max: 20 }),
      size: fc.integer({ min: 2, max: 5 }),
      numbered: fc.constantFrom('page', 'offset'),
      move: fc.constantFrom(...MOVES),
      /** After how many answers. */
      after: fc.integer({ min: 1, max: 6 }),
      at: fc.nat({ max: 19 }),
    })
    .map((told) => ({
      told,
      play: async (lab) => {
        const rows = Array.from({ length: told.rows }, (_, row) => ({ id: `r${row}` }));
        const at = told.at % told.rows;
        const isPage = told.numbered === 'page';
        let answers = 0;
        const move = () => {
          const moved = told.move === 'put in front' ? { id: 'new' } : rows.splice(at, 1)[0];
          if (told.move === 'moved to the end' && moved !== undefined) rows.push(moved);
          if (told.move === 'put in front' && moved !== undefined) rows.unshift(moved);
        };
        await lab.connect(
          ({ query }) => {
            if (answers++ === told.after) move();
            const [place, limit] = [Number(query.get('at') ?? (isPage ? 1 : 0)), Number(query.get('limit'))];
            const from = isPage ? (place - 1) * limit : place;
            return { body: { data: rows.slice(from, from + limit) } };
          },
          {
            stream: {
              pageSize: told.size,
              pageSizeParam: 'limit',
              pagination: { kind: told.numbered, param: 'at' },
              // Offsets are held against each other unless said otherwise.
              ...(isPage && { listing: 'shifting' }),
            },
          },
        );
        const all = rows.map(({ id }) => id);
        const run = await lab.run();
        const wanted = all.filter((id) => rows.some((row) => row.id === id));
        holdComplete(run, { active: await lab.active(), wanted });
      },
    })),
};
