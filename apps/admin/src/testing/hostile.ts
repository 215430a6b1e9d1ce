import * as fc from 'fast-check';

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

/** Texts that some store, parser or terminal stumbles over. */
export const hostileText = fc.oneof(
  // Most often what a database cannot hold at all.
  fc.constantFrom('\u0000', 'a\u0000b', '\ud800', 'a\udc00b'),
  fc.constantFrom(
    ...['', ' ', '\\', '%00', "';--", '$', '..', '../..'],
    ...['9007199254740993', '-1', 'null', 'NaN', '2026-13-45', '00000000-0000-0000-0000-000000000000'],
    ...['\ufffe\uffff', '\u202e', 'a\r\nb', '__proto__', 'constructor', 'x'.repeat(10_000)],
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** JSON texts that no caller means to send; some of them are none. */
export const hostileJson = fc.oneof(
  hostileText.map((text) => JSON.stringify(text)),
  fc.constantFrom(
    ...['null', 'true', '[]', '{}', '-1', '1.5', '1e400', '-1e-400', '1e131072', '9007199254740993', '-0'],
    ...[deep(150), deep(250), deep(20_000), `{"a":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`],
    ...['{"__proto__":{"x":1}}', '{"constructor":1}', '{"\\u0000":1}', '{"\\ud800":1}', '{"":""}'],
    `[${Array.from({ length: 3000 }, () => '"x"').join(',')}]`,
    ...['{', 'nothing', '"\\u12"', '\ufeff{}', '{"a":1,"a":2}', '{} {}', "{'a':1}"],
  ),
  fc.json({ maxDepth: 3 }),
);
