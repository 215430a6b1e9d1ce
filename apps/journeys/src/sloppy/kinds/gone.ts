import fc from 'fast-check';
import type { JsonObject } from '@evenkeel/domain';
import type { Kind } from '../kind.js';
import type { Answer } from '../sloppy-provider.js';
import { hold, isGreen, saysOf } from '../wrong.js';

/** How a provider answers where a record is asked for that it has no more, and what a stream says of that. */
const FORMS = {
  'not found': { answer: { status: 404, body: {} }, says: {} },
  'gone for good': { answer: { status: 410, body: {} }, says: {} },
  'forbidden, by a code': {
    answer: { status: 403, body: { error: { code: 'NO_SUCH' } } },
    says: { gone: [{ status: 403, bodyPath: 'error.code', equals: 'NO_SUCH' }] },
  },
  'a bad request': {
    answer: { status: 400, body: { reason: 'unknown id' } },
    says: { gone: [{ status: 400, bodyPath: 'reason' }] },
  },
  'an empty list': { answer: { body: { data: [] } }, says: { gone: [{ bodyPath: 'data', empty: true }] } },
  null: { answer: { body: { data: null } }, says: { gone: [{ bodyPath: 'data', empty: true }] } },
} as const satisfies Readonly<Record<string, { readonly answer: Answer; readonly says: JsonObject }>>;

/** A record that is gone becomes inactive, however the provider says it; what is merely refused does not. */
export const goneAnswers: Kind = {
  name: 'answers about a record that is gone',
  trials: fc
    .record({
      form: fc.constantFrom(...(Object.keys(FORMS) as (keyof typeof FORMS)[])),
      isDeclared: fc.boolean(),
      how: fc.constantFrom('no longer listed', 'named'),
      rows: fc.integer({ min: 4, max: 20 }),
    })
    .map((told) => ({
      told,
      play: async (lab) => {
        const { answer, says } = FORMS[told.form];
        const about = `r${told.rows - 1}`;
        let isGone = false;
        const rows = () =>
          Array.from({ length: told.rows - (isGone ? 1 : 0) }, (_, row) => ({ id: `r${row}` }));
        await lab.connect(
          ({ path }) => {
            if (path === '/rows') return { body: { data: rows() } };
            const id = path.slice('/rows/'.length);
            return id === about && isGone ? answer : { body: { data: { id } } };
          },
          {
            stream: { readOne: { path: '/rows/{id}', recordPath: 'data' }, ...(told.isDeclared && says) },
          },
        );
        await lab.run();
        isGone = true;
        const runs = [];
        for (let turn = 0; turn < 3; turn += 1)
          runs.push(await lab.run(told.how === 'named' ? { externalIds: [about] } : {}));
        const active = await lab.active();
        const isSaid = told.isDeclared || told.form === 'not found' || told.form === 'gone for good';
        hold(active.size >= told.rows - 1, `others are gone: ${saysOf(runs[0]!)}`);
        hold(active.has(about) !== isSaid, `${isSaid ? 'not ' : ''}taken for gone: ${saysOf(runs[2]!)}`);
        hold(!isSaid || runs.every(isGreen), `not green: ${runs.map(saysOf).join(' ')}`);
      },
    })),
};

/** What a feed says to be gone is inactive after the run that reads it, and comes back where it is listed again. */
export const tombstones: Kind = {
  name: 'deletions that are announced in a feed',
  trials: fc
    .record({
      rows: fc.integer({ min: 5, max: 20 }),
      gone: fc.integer({ min: 1, max: 2 }),
      mark: fc.constantFrom<readonly (string | boolean | number)[]>(
        ['deleted', true],
        ['status', 'removed'],
        ['state', 0],
      ),
      comesBack: fc.boolean(),
    })
    .map((told) => ({
      told,
      play: async (lab) => {
        const [path = '', equals = ''] = told.mark as [string, string];
        const log: JsonObject[] = Array.from({ length: told.rows }, (_, row) => ({ id: `r${row}` }));
        await lab.connect(
          ({ query }) => {
            const from = Number(query.get('after') ?? 0);
            return { body: { data: log.slice(from, from + 7), after: Math.min(log.length, from + 7) } };
          },
          {
            stream: {
              tombstone: { path, equals },
              incremental: { kind: 'position', param: 'after', positionPath: 'after' },
            },
            job: { mode: 'incremental' },
          },
        );
        await lab.run();
        const ids = Array.from({ length: told.gone }, (_, row) => `r${row}`);
        log.push(...ids.map((id) => ({ id, [path]: equals })));
        const run = await lab.run();
        hold(isGreen(run), `not green: ${saysOf(run)}`);
        const after = await lab.active();
        hold(
          ids.every((id) => !after.has(id)),
          `still active: ${saysOf(run)}`,
        );
        hold(after.size === told.rows - told.gone, `others are gone: ${saysOf(run)}`);
        if (!told.comesBack) return;
        log.push({ id: 'r0', again: true });
        const again = await lab.run();
        hold((await lab.active()).get('r0')?.['again'] === true, `it did not come back: ${saysOf(again)}`);
      },
    })),
};
