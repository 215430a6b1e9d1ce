import fc from 'fast-check';
import type { Kind } from '../kind.js';
import { hold, saysOf } from '../wrong.js';

const oddId = fc.oneof(
  fc.constantFrom(
    '.',
    '..',
    '...',
    '%2e',
    '%2e%2e',
    '.%2e',
    '../..',
    'a/../b',
    './x',
    '?all=1',
    '#',
    'a?b',
    '//x',
    '\\',
    'é',
    ' ',
  ),
  fc.stringMatching(/^[.%2e/?#\\ ]{1,6}$/),
);

/** An id of the provider's never changes which address is asked, and what came of another is not taken for it. */
export const oddIds: Kind = {
  name: 'ids that look like parts of an address',
  trials: fc
    .record({ id: oddId, template: fc.constantFrom('/rows/{id}', '/rows/{id}/whole', '/rows/id-{id}') })
    .map((told) => ({
      told,
      play: async (lab) => {
        let isListed = true;
        const [before = '', after = ''] = told.template.split('{id}');
        const strays: string[] = [];
        await lab.connect(
          ({ path }) => {
            if (path === '/rows')
              return { body: { data: [{ id: 'r1' }, { id: 'r2' }, ...(isListed ? [{ id: told.id }] : [])] } };
            const part =
              path.startsWith(before) && path.endsWith(after)
                ? path.slice(before.length, path.length - after.length)
                : '';
            const id = decodeURIComponent(part);
            if (part.includes('/') || !['r1', 'r2', told.id].includes(id)) strays.push(path);
            return { body: { id, read: 'by id' } };
          },
          { stream: { readOne: { path: told.template } } },
        );
        const first = await lab.run();
        hold(first.receipt.fetched === 3, `the listing has three: ${saysOf(first)}`);
        isListed = false;
        const second = await lab.run();
        await lab.run({ externalIds: [told.id] });
        hold(strays.length === 0, `asked ${strays.join(', ')}`);
        const active = await lab.active();
        hold(active.has('r1') && active.has('r2'), `others are gone: ${saysOf(second)}`);
        hold(
          active.has(told.id) || first.receipt.failed === 1,
          `taken for gone although it was never asked: ${saysOf(second)}`,
        );
      },
    })),
};

/** What is answered to a question about X may be about another record: it is neither written nor proof of anything. */
export const otherAnswers: Kind = {
  name: 'answers about another record',
  trials: fc
    .record({
      rows: fc.integer({ min: 3, max: 30 }),
      answer: fc.constantFrom('the first', 'another', 'without an id', 'with the id in capitals'),
      how: fc.constantFrom('no longer listed', 'named'),
    })
    .map((told) => ({
      told,
      play: async (lab) => {
        let isBroken = false;
        const rows = Array.from({ length: told.rows }, (_, row) => ({ id: `r${row}`, name: `Row ${row}` }));
        const about = `r${told.rows - 1}`;
        const answer = {
          'the first': { id: 'r0', name: 'somebody else' },
          another: { id: 'stranger', name: 'somebody else' },
          'without an id': { name: 'somebody else' },
          'with the id in capitals': { id: about.toUpperCase(), name: 'somebody else' },
        }[told.answer];
        await lab.connect(
          ({ path }) =>
            path === '/rows'
              ? { body: { data: isBroken && told.how !== 'named' ? rows.slice(0, -1) : rows } }
              : { body: answer },
          { stream: { readOne: { path: '/rows/{id}' } } },
        );
        await lab.run();
        isBroken = true;
        for (let turn = 0; turn < 2; turn += 1)
          await lab.run(told.how === 'named' ? { externalIds: [about] } : {});
        const active = await lab.active();
        const other = [...active].filter(
          ([, { name }]) => !(typeof name === 'string' && name.startsWith('Row')),
        );
        hold(other.length === 0, `${other.map(([id]) => id).join(', ')} became somebody else`);
        hold(active.size === told.rows, `${told.rows - active.size} were taken for gone`);
      },
    })),
};

const SECRET = 'the-token-of-this-trial';

/** Where a connection is led elsewhere its credentials stay behind. */
export const movedCredentials: Kind = {
  name: 'credentials where the address changes',
  trials: fc
    .record({
      auth: fc.constantFrom('bearer', 'basic', 'header', 'query'),
      to: fc.constantFrom('localhost', '127.0.0.1', 'LOCALHOST', '[::ffff:127.0.0.1]'),
    })
    .map((told) => ({
      told,
      play: async (lab) => {
        const kinds = {
          bearer: [{ kind: 'bearer' }, { token: SECRET }],
          basic: [{ kind: 'basic' }, { username: 'u', password: SECRET }],
          header: [{ kind: 'apiKey', in: 'header', name: 'x-key' }, { apiKey: SECRET }],
          query: [{ kind: 'apiKey', in: 'query', name: 'key' }, { apiKey: SECRET }],
        } as const;
        const [auth, credentials] = kinds[told.auth];
        const stream = { path: '/rows', recordsPath: 'data' };
        await lab.connect(() => ({ body: { data: [{ id: 1 }] } }), {
          stream,
          settings: { auth },
          credentials,
        });
        await lab.run();
        // Another server: the same machine, another port.
        const other = lab.elsewhere(() => ({ body: { data: [] } }));
        const baseUrl = other.url.replace('127.0.0.1', told.to);
        await lab.engine.admin
          .changeConnection(lab.name, { settings: { baseUrl, auth, streams: { rows: stream } } })
          .catch(() => undefined);
        await lab.run().catch(() => undefined);
        await lab.engine.admin.check(lab.name).catch(() => undefined);
        const spoken = JSON.stringify(other.asked.map(({ headers, query }) => [headers, query.toString()]));
        const encoded = Buffer.from(`u:${SECRET}`).toString('base64');
        hold(!spoken.includes(SECRET) && !spoken.includes(encoded), `sent to ${baseUrl}`);
      },
    })),
};
