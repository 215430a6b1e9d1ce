import fc from 'fast-check';
import type { Kind } from '../kind.js';
import { hold, holdComplete, isGreen, saysOf } from '../wrong.js';

const rows = (page: number, size: number) =>
  Array.from({ length: size }, (_, row) => ({ id: `p${page}r${row}` }));
const idsOf = (pages: number, size: number) =>
  Array.from({ length: pages }, (_, page) => rows(page + 1, size).map(({ id }) => id)).flat();

const space = fc.constantFrom('', ' ', '\t', '  ');
const quoted = fc
  .array(fc.constantFrom('a', ' ', ',', ';', '\\"', '\\\\', 'rel=prev', '<', '>', '=', 'rel=\\"next\\"'), {
    maxLength: 5,
  })
  .map((parts) => `"${parts.join('')}"`);
const parameter = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('title', 'type', 'x', 'anchorless'),
      space,
      space,
      fc.oneof(quoted, fc.constantFrom('a', '1.5', 'a-b')),
    )
    .map(([name, before, after, value]) => `${name}${before}=${after}${value}`),
  fc.constantFrom('flag', ''),
);
const relation = fc
  .tuple(
    fc.constantFrom('rel', 'REL', 'Rel'),
    space,
    space,
    fc.constantFrom('next', '"next"', '"NEXT"', '"last next"', '"next  prev"'),
  )
  .map(([name, before, after, value]) => `${name}${before}=${after}${value}`);
/** What stands around the address of a lawful link to the next page (RFC 8288, RFC 9110). */
const lawfulLink = fc.record({
  before: fc.array(parameter, { maxLength: 3 }),
  relation,
  after: fc.array(parameter, { maxLength: 3 }),
  space,
  beside: fc.constantFrom('', '</rows?page=1>; rel="first", ', ', ,', '</x,y;z>; title="a, <b>; rel=next", '),
});

export const linkHeaders: Kind = {
  name: 'links to the next page, in any lawful spelling',
  trials: fc
    .record({ link: lawfulLink, pages: fc.integer({ min: 2, max: 4 }), size: fc.integer({ min: 1, max: 5 }) })
    .map((told) => ({
      told,
      play: async (lab) => {
        const { before, relation: rel, after, space: blank, beside } = told.link;
        const of = (page: number) =>
          `${beside}<?page=${page}>${[...before, rel, ...after].map((each) => `${blank};${blank}${each}`).join('')}`;
        await lab.connect(
          ({ query }) => {
            const page = Number(query.get('page') ?? 1);
            return {
              body: { data: rows(page, told.size) },
              headers: page < told.pages ? { link: of(page + 1) } : {},
            };
          },
          { stream: { pagination: { kind: 'link' } } },
        );
        const run = await lab.run();
        hold(isGreen(run), `not green: ${saysOf(run)}`);
        holdComplete(run, { active: await lab.active(), wanted: idsOf(told.pages, told.size) });
      },
    })),
};

const name = fc.stringMatching(/^[a-z@_]{1,4}(\.[a-z0-9]{1,4}){1,2}$/);

/** A path with an escape finds a name with dots; one without must not end the listing quietly. */
export const dottedNames: Kind = {
  name: 'places of the next page whose names have dots',
  trials: fc
    .record({
      name,
      isEscaped: fc.boolean(),
      size: fc.integer({ min: 2, max: 5 }),
      kind: fc.constantFrom('nextUrl', 'cursor'),
    })
    .map((told) => ({
      told,
      play: async (lab) => {
        const path = told.isEscaped ? told.name.replaceAll('.', '\\.') : told.name;
        const isUrl = told.kind === 'nextUrl';
        await lab.connect(
          ({ query }) => {
            const page = Number(query.get('page') ?? 1);
            const next = isUrl ? `?page=${page + 1}` : String(page + 1);
            return { body: { data: rows(page, told.size), ...(page < 3 && { [told.name]: next }) } };
          },
          {
            stream: {
              pageSize: told.size,
              pagination: isUrl
                ? { kind: 'nextUrl', path }
                : { kind: 'cursor', param: 'page', nextPath: path },
            },
          },
        );
        const run = await lab.run();
        hold(isGreen(run) || !told.isEscaped, `not green: ${saysOf(run)}`);
        holdComplete(run, { active: await lab.active(), wanted: idsOf(3, told.size) });
      },
    })),
};
