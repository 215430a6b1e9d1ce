import type { JsonObject } from '@evenkeel/domain';
import { Reply, startListServer } from '../testing/list-server.js';

const server = startListServer();
type Body = string | Buffer;
type Headers = Readonly<Record<string, string>>;

const pagesOf = async (body: Body, stream: object, headers: Headers = {}, rest: JsonObject = {}) => {
  server.answer = () => new Reply(200, body, headers);
  const things = { path: '/things', ...stream };
  return server.listAs({ baseUrl: server.baseUrl(), streams: { things }, ...rest });
};
const dataOf = async (body: Body, stream: object, headers?: Headers) =>
  (await pagesOf(body, stream, headers)).flatMap(({ records }) => records.map(({ data }) => data));
const errorOf = async (body: Body, stream: object, headers?: Headers, rest?: JsonObject) =>
  pagesOf(body, stream, headers, rest).then(
    (pages) => Promise.reject(new Error(`it was read: ${JSON.stringify(pages)}`)),
    (error: unknown) => error as Error & { readonly code: string },
  );

const ndjson = { format: { kind: 'ndjson' } };
const csv = { format: { kind: 'csv' } };
const xml = { format: { kind: 'xml' }, recordsPath: 'r.item' };
const CSV = { 'content-type': 'text/csv' };
const XML = { 'content-type': 'application/xml' };
const LINES = { 'content-type': 'application/x-ndjson' };

describe('NDJSON', () => {
  it.each(['application/x-ndjson', 'application/json', 'text/plain', 'application/json-seq'])(
    'is read whole, with every digit, where it is labelled %s',
    async (type) => {
      const body =
        '\ufeff{"id":9007199254740993,"a":12345678901234567890.1234}\r\n\n{"id":2,"__proto__":{"x":1}}';
      const records = await dataOf(body, ndjson, { 'content-type': type });
      expect(JSON.stringify(records)).toBe(
        '[{"id":9007199254740993,"a":12345678901234567890.1234},{"id":2,"__proto__":{"x":1}}]',
      );
    },
  );

  it('may be a sequence, in which a value has several lines', async () => {
    expect(await dataOf('\u001e{"id":\n1}\n\u001e{"id":2}\n', ndjson, LINES)).toEqual([{ id: 1 }, { id: 2 }]);
    const error = await errorOf('\u001e{"id":\n1}\n\u001e{"id":2\n', ndjson, LINES);
    expect(error).toMatchObject({ code: 'provider.malformed_body' });
    expect(error.message).toContain('is not valid NDJSON: line 3:');
  });

  it('that was cut off within a line is refused, wherever', async () => {
    const whole = '{"id":1,"name":"a"}\n{"id":2,"name":"secret"}';
    for (let length = whole.indexOf('\n') + 2; length < whole.length; length += 1) {
      const error = await errorOf(whole.slice(0, length), ndjson, LINES);
      expect(error).toMatchObject({ code: 'provider.malformed_body' });
      expect(error.message).toContain('NDJSON: line 2:');
      expect(error.message).not.toContain('secret');
    }
  }, 60_000);

  it('may be empty', async () => {
    expect(await dataOf('', ndjson, LINES)).toEqual([]);
    expect(await dataOf('\n', ndjson, LINES)).toEqual([]);
  });

  it('whose last line tells of an error is no listing', async () => {
    const error = await errorOf('{"id":1}\n{"error":"out of memory"}\n', ndjson, LINES);
    expect(error).toMatchObject({ code: 'provider.error_in_answer' });
    expect(error.message).toContain('out of memory');
    expect(await dataOf('{"id":1}\n{"id":2,"error":"its own"}\n', ndjson, LINES)).toHaveLength(2);
  });

  it('is the list that rules of errors look at', async () => {
    const rule = { bodyPath: '0.error.code', equals: 'SLOW', code: 'provider.bad_request' };
    const error = await errorOf('{"error":{"code":"SLOW"}}', ndjson, LINES, { errors: [rule] });
    expect(error).toMatchObject({ code: 'provider.bad_request' });
  });
});

describe('CSV', () => {
  it('is read as texts, each in its column', async () => {
    const body = '\ufeffid,name,n\r\n1,"a, ""b""\r\nc",007\n2,,1e400\r3,é,\n\n';
    expect(await dataOf(body, csv, CSV)).toEqual([
      { id: '1', name: 'a, "b"\r\nc', n: '007' },
      { id: '2', name: '', n: '1e400' },
      { id: '3', name: 'é', n: '' },
    ]);
  });

  it('may have other signs, a title, no header, and nulls', async () => {
    const format = {
      kind: 'csv',
      delimiter: ';',
      quote: "'",
      escape: '\\',
      skipLines: 2,
      columns: ['id', '__proto__'],
    };
    const body = "Report of today\nof all\n1;'it\\'s'\n2;";
    expect(JSON.stringify(await dataOf(body, { format: { ...format, empty: 'null' } }, CSV))).toBe(
      '[{"id":"1","__proto__":"it\'s"},{"id":"2","__proto__":null}]',
    );
    const tabs = { format: { kind: 'csv', delimiter: '\t', quote: null } };
    expect(await dataOf('id\tname\n1\t5" pipe\n', tabs, CSV)).toEqual([{ id: '1', name: '5" pipe' }]);
  });

  it.each([
    ['a cell too few', 'id,name\n1,a\n2\n', 'line 3 has 1 cells, but there are 2 columns'],
    ['a cell too many', 'id,name\n1,a,b\n', 'line 2 has 3 cells, but there are 2 columns'],
    ['a cut within a quoted cell', 'id,name\n1,a\n2,"b', 'ends within a cell that is quoted'],
    [
      'a quote within a cell',
      'id,name\n1,secret"\n',
      'a quote stands within a cell that is not quoted (line 2)',
    ],
    [
      'a quote too early',
      'id,name\n1,"a"secret\n',
      'something stands between a closing quote and the next delimiter (line 2)',
    ],
    ['nothing at all', '', 'it is empty'],
    ['a JSON object', '{"error":"late"}', 'a quote stands within a cell that is not quoted (line 1)'],
  ])('is refused with %s', async (_, body, reason) => {
    const error = await errorOf(body, csv, CSV);
    expect(error).toMatchObject({ code: 'provider.malformed_body' });
    expect(error.message).toContain(reason);
    expect(error.message).not.toContain('secret');
  });

  it.each([
    [
      'without the column of the id',
      'ID;name\n1;a\n',
      'Line 1 of the answer of /things is no header of the columns: there is no column "id" for the id, only ID;name',
    ],
    ['with a column twice', 'id,a,a\n1,2,3\n', 'there are two columns "a"'],
    [
      'that is the text of an error',
      'Too many requests',
      'there is no column "id" for the id, only Too many requests',
    ],
  ])('is refused with a header %s', async (_, body, reason) => {
    const error = await errorOf(body, csv, { 'content-type': 'text/plain' });
    expect(error).toMatchObject({ code: 'provider.unexpected_shape' });
    expect(error.message).toContain(reason);
  });

  it('of a header alone has no record', async () => {
    expect(await dataOf('id,name\r\n', csv, CSV)).toEqual([]);
  });

  it('is decoded as its label says, unless it plainly is UTF-8', async () => {
    const latin = Buffer.from('id,name\n1,M\u00fcller\n', 'latin1');
    const label = { 'content-type': 'text/csv; charset=ISO-8859-1' };
    expect(await dataOf(latin, csv, label)).toEqual([{ id: '1', name: 'Müller' }]);
    expect(await dataOf('id,name\n1,Müller\n', csv, label)).toEqual([{ id: '1', name: 'Müller' }]);
    expect(await errorOf(latin, csv, CSV)).toMatchObject({ code: 'provider.wrong_charset' });
    expect(await dataOf(latin, { ...csv, charset: 'windows-1252' }, CSV)).toEqual([
      { id: '1', name: 'Müller' },
    ]);
    expect(await dataOf(Buffer.from('\ufeffid\n1\n', 'utf16le'), csv, CSV)).toEqual([{ id: '1' }]);
  });
});

describe('XML', () => {
  it('has a list where there are many elements, one, or none', async () => {
    expect(await dataOf('<r><item><id>1</id></item><item><id>2</id></item></r>', xml, XML)).toEqual([
      { id: '1' },
      { id: '2' },
    ]);
    expect(await dataOf('<r><item><id>1</id></item></r>', xml, XML)).toEqual([{ id: '1' }]);
    for (const none of ['<r/>', '<r></r>', '<r>\n</r>', '<r count="0"/>'])
      expect(await dataOf(none, xml, XML)).toEqual([]);
  });

  it('without the elements is refused where other elements are in their place, unless that is declared', async () => {
    const body = '<r><title>of nothing</title></r>';
    expect((await errorOf(body, xml, XML)).message).toContain(
      '"r.item" in the answer of /things holds nothing, not a list',
    );
    expect(await dataOf(body, { ...xml, nothing: ['absent'] }, XML)).toEqual([]);
    expect(await errorOf('<q/>', xml, XML)).toMatchObject({ code: 'provider.unexpected_shape' });
  });

  it('keeps attributes, texts and the order of what comes several times', async () => {
    const body =
      '<?xml version="1.0"?>\n<!-- c --><r xmlns:a="urn:a"><item id="7" a:kind="x"> two <![CDATA[<b>]]>&amp;&#x41;<t/><t> 1 </t></item><item id="8">x</item></r>';
    const stream = { ...xml, idPath: '@id' };
    expect(await dataOf(body, stream, XML)).toEqual([
      { '@id': '7', '@a:kind': 'x', t: ['', ' 1 '], '#text': ' two <b>&A' },
      { '@id': '8', '#text': 'x' },
    ]);
    const format = {
      kind: 'xml',
      attributePrefix: '$',
      textName: 'value',
      namespaces: 'strip',
      empty: 'null',
    };
    expect(await dataOf(body, { ...stream, format, idPath: '$id' }, XML)).toEqual([
      { $id: '7', $kind: 'x', t: [null, ' 1 '], value: ' two <b>&A' },
      { $id: '8', value: 'x' },
    ]);
  });

  it('has namespaces in names or not, null where that is said, and lists where that is declared', async () => {
    const body =
      '<s:r xmlns:s="urn:s" xmlns:xsi="urn:i"><s:item><s:id>1</s:id><s:n xsi:nil="true"/><s:line>a</s:line></s:item></s:r>';
    const kept = { ...xml, recordsPath: 's:r.s:item', idPath: 's:id' };
    expect(await dataOf(body, kept, XML)).toEqual([{ 's:id': '1', 's:n': null, 's:line': 'a' }]);
    const format = { kind: 'xml', namespaces: 'strip', lists: ['line'] };
    expect(await dataOf(body, { ...xml, format }, XML)).toEqual([{ id: '1', n: null, line: ['a'] }]);
  });

  it('keeps an element that objects inherit something by', async () => {
    const body = '<r><item><id>1</id><__proto__>x</__proto__><constructor><a>1</a></constructor></item></r>';
    expect(JSON.stringify(await dataOf(body, xml, XML))).toBe(
      '[{"id":"1","__proto__":"x","constructor":{"a":"1"}}]',
    );
  });

  it('that was cut off is refused, wherever, with the place', async () => {
    const whole = '<r>\n<item id="1"><id>1</id><!-- c --><![CDATA[x]]></item></r>';
    for (let length = 1; length < whole.length; length += 1) {
      const error = await errorOf(whole.slice(0, length), xml, XML);
      expect(error).toMatchObject({ code: 'provider.malformed_body' });
      expect(error.message).toMatch(/is not valid XML: line \d+, column \d+: /);
    }
  }, 60_000);

  it.each([
    ['a tag too many', '<r></r></r>'],
    ['two roots', '<r/><r/>'],
    ['something behind the root', '<r/>x'],
    ['an entity that XML does not have', '<r>&nbsp;</r>'],
    ['a byte that XML does not have', '<r>\u0001</r>'],
    ['an attribute twice', '<r a="1" a="2"/>'],
    [
      'entities of its own (a billion laughs)',
      `<!DOCTYPE r [<!ENTITY a "ha">${'bcdefghij'.replace(/./g, (name) => `<!ENTITY ${name} "${`&${String.fromCharCode(name.charCodeAt(0) - 1)};`.repeat(10)}">`)}]><r>&j;</r>`,
    ],
    ['an entity that leads to a file', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'],
  ])('with %s is refused', async (_, body) => {
    expect(await errorOf(body, xml, XML)).toMatchObject({ code: 'provider.malformed_body' });
  });

  it('may name a document type that is not looked up', async () => {
    const body = '<!DOCTYPE r PUBLIC "-//X//DTD" "http://127.0.0.1:1/x.dtd"><r><item><id>1</id></item></r>';
    expect(await dataOf(body, xml, XML)).toEqual([{ id: '1' }]);
  });

  it('that nests too deep is refused, whatever the depth', async () => {
    for (const depth of [1_500, 20_000]) {
      const body = `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;
      expect(await errorOf(body, xml, XML)).toMatchObject({ code: 'provider.body_too_deep' });
    }
  });

  it('is decoded as it says itself, where no label does', async () => {
    const text =
      '<?xml version="1.0" encoding="ISO-8859-1"?><r><item><id>1</id><n>M\u00fcller</n></item></r>';
    const expected = [{ id: '1', n: 'Müller' }];
    expect(await dataOf(Buffer.from(text, 'latin1'), xml, XML)).toEqual(expected);
    expect(await dataOf(text, xml, XML)).toEqual(expected);
    expect(await dataOf(text.replace('ISO-8859-1', 'utf-16'), xml, XML)).toEqual(expected);
    expect(await dataOf(Buffer.from(`\ufeff${text}`, 'utf16le'), xml, XML)).toEqual(expected);
  });

  it('refuses an element of the name that its text is to have', async () => {
    const named = { ...xml, format: { kind: 'xml', textName: 'value' } };
    const error = await errorOf('<r><item><id>1</id><value>2</value>three</item></r>', named, XML);
    expect(error.message).toContain('an element beside a text is named value: choose another textName');
    expect(await dataOf('<r><item><id>1</id><value>2</value></item></r>', named, XML)).toEqual([
      { id: '1', value: '2' },
    ]);
  });

  it('tells an attribute from an element of the same name', async () => {
    const format = { kind: 'xml', attributePrefix: '-' };
    const body = '<r><item a="1"><id>1</id><a>2</a></item></r>';
    expect(await dataOf(body, { ...xml, format }, XML)).toEqual([{ '-a': '1', id: '1', a: '2' }]);
  });
});

describe('a record that is read by its id', () => {
  const readOne = async (stream: object, reply: Reply) => {
    server.answer = () => reply;
    const settings = { baseUrl: server.baseUrl(), streams: { things: { path: '/things', ...stream } } };
    return (await server.open(settings, 'things')).readOne?.('1');
  };

  it('is in the format, too, and no list', async () => {
    const one = { ...xml, readOne: { path: '/things/{id}', recordPath: 'r.item' } };
    const body = '<r><item><id>1</id></item></r>';
    expect(await readOne(one, new Reply(200, body, XML))).toMatchObject({
      externalId: '1',
      data: { id: '1' },
    });
    expect(await readOne(one, new Reply(404, '<error/>', XML))).toBeUndefined();
    const line = { ...csv, readOne: { path: '/things/{id}', recordPath: '0' } };
    expect(await readOne(line, new Reply(200, 'id\n1\n', CSV))).toMatchObject({ data: { id: '1' } });
    const gone = { ...one, gone: [{ bodyPath: 'error.code', equals: 'NONE' }] };
    expect(await readOne(gone, new Reply(200, '<error><code>NONE</code></error>', XML))).toBeUndefined();
  });
});

describe('what comes instead of the format', () => {
  const html = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>x</body></html>';

  it.each([
    ['NDJSON', ndjson],
    ['CSV', csv],
    ['CSV without a header', { format: { kind: 'csv', columns: ['id'] } }],
    ['XML', xml],
  ])('is told where it is a page in HTML instead of %s, whatever its label', async (_, stream) => {
    for (const type of ['text/html', 'text/plain']) {
      const error = await errorOf(html, stream, { 'content-type': type });
      expect(error).toMatchObject({
        code: expect.stringMatching(/unexpected_content|malformed_body|unexpected_shape/) as string,
      });
      if (stream !== xml) expect(error.message).toContain('an HTML page (titled "Sign in")');
    }
  });

  it('is told where JSON says that it is JSON', async () => {
    const JSON_TYPE = { 'content-type': 'application/json' };
    for (const stream of [csv, { format: { kind: 'csv', columns: ['id'] } }, xml]) {
      const error = await errorOf('{"id":"1"}', stream, JSON_TYPE);
      expect(error).toMatchObject({ code: 'provider.unexpected_content' });
      expect(error.message).toMatch(/answered with application\/json instead of (CSV|XML): \{"id":"1"\}/);
    }
    expect(await dataOf('id\n1\n', csv, JSON_TYPE)).toEqual([{ id: '1' }]);
  });

  it('is what rules of errors look at', async () => {
    const rule = { bodyPath: 'error.code', equals: 'SLOW', code: 'provider.bad_request' };
    const inJson = await errorOf(
      '{"error":{"code":"SLOW"}}',
      csv,
      { 'content-type': 'application/json' },
      { errors: [rule] },
    );
    expect(inJson).toMatchObject({ code: 'provider.bad_request' });
    const inXml = await errorOf('<error><code>SLOW</code></error>', {}, XML, { errors: [rule] });
    expect(inXml).toMatchObject({ code: 'provider.bad_request' });
    expect(
      (await errorOf('<error><code>FAST</code></error>', {}, XML, { errors: [rule] })).message,
    ).toContain('answered with application/xml instead of JSON: <error>');
  });

  it.each([
    ['JSON', '{"error":{"code":"NO"}}', 'application/json'],
    ['XML', '<error><code>NO</code></error>', 'text/plain'],
  ])('may be in %s where it is an error', async (_, body, type) => {
    const errors = [{ status: 400, bodyPath: 'error.code', equals: 'NO', code: 'provider.not_found' }];
    for (const format of ['json', 'ndjson', 'csv', 'xml']) {
      server.answer = () => new Reply(400, body, { 'content-type': type });
      const streams = { things: { path: '/things', format: { kind: format } } };
      await expect(server.listAs({ baseUrl: server.baseUrl(), streams, errors })).rejects.toMatchObject({
        code: 'provider.not_found',
      });
    }
  });

  it('is asked for with a header of its own, unless the settings have one', async () => {
    const accepts: unknown[] = [];
    server.answer = (_, { headers }) => {
      accepts.push(headers['accept']);
      return new Reply(200, '', LINES);
    };
    const listed = (headers: object) =>
      server.listAs({
        baseUrl: server.baseUrl(),
        streams: { things: { path: '/things', ...ndjson, headers } },
      } as never);
    await listed({});
    await listed({ Accept: 'text/plain' });
    expect(accepts).toEqual(['application/x-ndjson, application/jsonl', 'text/plain']);
  });
});
