import type { AdminRefusal } from '@evenkeel/client-admin';
import fc from 'fast-check';
import type { Kind } from '../kind.js';
import { hold, isGreen, saysOf } from '../wrong.js';

const number = fc.oneof(
  fc.stringMatching(/^-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?$/),
  fc.stringMatching(/^-?[1-9](?:\.\d{1,20})?[eE][+-]?[1-3]?\d{1,2}$/),
);

/** Numbers keep their value to the last digit, with a mapping and without one, and do not change by themselves. */
export const exactNumbers: Kind = {
  name: 'numbers that no double holds',
  trials: fc
    .record({ numbers: fc.array(number, { minLength: 1, maxLength: 20 }), isMapped: fc.boolean() })
    .map((told) => ({
      told,
      play: async (lab) => {
        const source = `[${told.numbers.join(',')}]`;
        await lab.connect(() => ({ body: `{"data":[{"id":"n","list":${source}}]}` }), {
          stream: {},
          job: told.isMapped ? { mapping: [{ source: 'list', target: 'list' }] } : {},
        });
        for (const kind of ['created', 'unchanged']) {
          const run = await lab.run();
          hold(isGreen(run) && run.receipt.outcomes[kind as 'created'] === 1, `not ${kind}: ${saysOf(run)}`);
        }
        const stored = (await lab.engine.store.recordText(lab.name, 'n')) ?? 'null';
        hold(await lab.engine.store.isSameJson(stored, ['list'], source), `stored as ${stored}`);
      },
    })),
};

const text = fc.string({ unit: fc.constantFrom(...'aéüßñ€Żя字かक🐙'), minLength: 1, maxLength: 20 });

/** Bytes that are UTF-8 are read as UTF-8, whatever the label says. */
export const labels: Kind = {
  name: 'labels of encodings that are wrong',
  trials: fc
    .record({
      text,
      label: fc.constantFrom(
        '; charset=iso-8859-1',
        '; charset=windows-1252',
        '; charset=us-ascii',
        ';charset="latin1"',
        '',
        '; charset=utf8',
        '; charset=koi8-r',
      ),
      bom: fc.boolean(),
    })
    .map((told) => ({
      told,
      play: async (lab) => {
        const body = Buffer.from(
          `${told.bom ? '\ufeff' : ''}${JSON.stringify({ data: [{ id: 'a', told: `ü${told.text}` }] })}`,
        );
        await lab.connect(() => ({ headers: { 'content-type': `application/json${told.label}` }, body }), {
          stream: {},
        });
        const run = await lab.run();
        const stored = (await lab.active()).get('a')?.['told'];
        hold(stored === `ü${told.text}`, `stored as ${JSON.stringify(stored)}: ${saysOf(run)}`);
      },
    })),
};

const unstorable = fc.constantFrom('\u0000', 'a\u0000b', '\ud800', 'x\udc00y');

/** Text that the database cannot hold is refused with its place, wherever in a job or a connection it is. */
export const configuration: Kind = {
  name: 'configuration that the database cannot hold',
  trials: fc
    .record({ odd: unstorable, place: fc.constantFrom('mapping', 'transform', 'filter', 'params', 'fields') })
    .map((told) => ({
      told: { ...told, odd: JSON.stringify(told.odd) },
      play: async (lab) => {
        const odd = told.odd;
        const job = {
          mapping: { mapping: [{ source: `a${odd}`, target: 'a' }] },
          transform: {
            mapping: [{ source: 'a', target: 'a', transforms: [{ name: 'replace', find: odd, with: '' }] }],
          },
          filter: { filter: { field: 'a', equals: odd } },
          fields: { fields: [`a${odd}`] },
          params: {},
        }[told.place];
        const stream = told.place === 'params' ? { params: { x: odd } } : {};
        const refusal = await lab
          .connect(() => ({ body: { data: [] } }), { stream, job: job ?? {} })
          .then(
            () => undefined,
            (error: unknown) => error as Partial<AdminRefusal>,
          );
        hold(refusal !== undefined, 'it is taken');
        const { status = 0, detail = '' } = refusal.problem ?? {};
        hold(status === 400 && detail.includes('holds NUL'), `refused with ${status}: ${detail}`);
      },
    })),
};
