import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { ExactNumber } from '@evenkeel/domain';
import { openCallerWorld, type CallerWorld } from './testing/caller-world.js';
import { sendJson } from './testing/scripted-server.js';

const once = { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 };
const LIMIT = 1_000_000;
let world: CallerWorld;
beforeEach(async () => {
  world = await openCallerWorld({ retry: once, responseBytes: LIMIT });
});
afterEach(() => world.close());

const get = (path = '/things') => world.caller.json({ method: 'GET', url: world.server.url + path });
/** Something of 200 kB that does not compress to nothing. */
const list = JSON.stringify(Array.from({ length: 10_000 }, (_, index) => `item ${index * 7919}`));

const encodings = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };

describe('a body', () => {
  it.each(Object.entries(encodings))('in %s is unpacked', async (encoding, pack) => {
    world.server.answer((request, response) => {
      expect(request.headers['accept-encoding']).toContain(encoding);
      response
        .writeHead(200, { 'content-encoding': encoding, 'content-type': 'application/json' })
        .end(pack(list));
    });
    expect((await get()).body).toEqual(JSON.parse(list));
  });

  it('in two encodings is unpacked from the outer one', async () => {
    world.server.answer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'zstd, gzip' }).end(gzipSync(zstdCompressSync(list)));
    });
    expect((await get()).body).toEqual(JSON.parse(list));
  });

  it.each(Object.entries(encodings))('in %s that was cut short is noticed', async (encoding, pack) => {
    world.server.answer((_request, response) => {
      const packed = pack(list);
      response.writeHead(200, { 'content-encoding': encoding }).end(packed.subarray(0, packed.length - 20));
    });
    await expect(get()).rejects.toMatchObject({ code: 'provider.truncated_body', errorClass: 'transient' });
  });

  it('that is not in the encoding it claims is malformed', async () => {
    world.server.answer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(list);
    });
    await expect(get()).rejects.toMatchObject({ code: 'provider.malformed_body' });
  });

  it('shorter than its content-length is noticed', async () => {
    world.server.answer((_request, response) => {
      response
        .writeHead(200, { 'content-length': list.length })
        .write(list.slice(0, 1000), () => response.destroy());
    });
    await expect(get()).rejects.toMatchObject({ code: 'provider.truncated_body' });
  });

  it('in chunks that ends without the last chunk is noticed', async () => {
    world.server.answer((_request, response) => {
      response.writeHead(200).write(list, () => response.destroy());
    });
    await expect(get()).rejects.toMatchObject({ code: 'provider.truncated_body' });
  });

  it('larger than the limit is refused before it is read, if it says so', async () => {
    world.server.answer((_request, response) => {
      response.writeHead(200, { 'content-length': 50_000_000 }).write('[');
    });
    await expect(get()).rejects.toMatchObject({ code: 'provider.body_too_large', errorClass: 'config' });
  });

  it('larger than the limit is given up when the limit is reached, however large it claims to be', async () => {
    let sent = 0;
    world.server.answer((_request, response) => {
      const more = () => {
        while (!response.destroyed && sent < 500 * LIMIT && response.write(' '.repeat(65_536)))
          sent += 65_536;
      };
      response.on('drain', more);
      more();
    });
    await expect(get()).rejects.toMatchObject({ code: 'provider.body_too_large' });
    expect(sent).toBeLessThan(50 * LIMIT);
  });

  it('that would unpack to gigabytes is given up when the limit is reached', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * LIMIT, ' '));
    world.server.answer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    await expect(get()).rejects.toMatchObject({ code: 'provider.body_too_large' });
  });

  it('in HTML is no answer, whatever its status', async () => {
    world.server.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Sign in');
    });
    await expect(get()).rejects.toMatchObject({
      code: 'provider.unexpected_content',
      message: expect.stringContaining('answered with an HTML page instead of JSON') as string,
    });
  });

  it('in HTML that claims to be JSON is no answer either', async () => {
    world.server.answer((_request, response) => {
      sendJson(response, ' <html></html>');
    });
    await expect(get()).rejects.toMatchObject({ code: 'provider.unexpected_content' });
  });

  it('labelled as text is taken if it is JSON', async () => {
    world.server.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end('{"rows":[]}');
    });
    expect((await get()).body).toEqual({ rows: [] });
  });

  it('that is broken JSON is malformed, and the message quotes nothing of it', async () => {
    world.server.answer((_request, response) => {
      sendJson(response, '{"name":"Ada Lovelace","na');
    });
    const error = (await get().catch((thrown: unknown) => thrown)) as Error;
    expect(error).toMatchObject({ code: 'provider.malformed_body', errorClass: 'transient' });
    expect(error.message).not.toContain('Ada');
  });

  it('that is empty is malformed, unless the status says that there is none', async () => {
    world.server.answer((_request, response, call) => response.writeHead(call === 1 ? 200 : 204).end());
    await expect(get()).rejects.toMatchObject({ code: 'provider.malformed_body' });
    expect((await get()).body).toBeNull();
  });

  it('that is not UTF-8 is refused for good rather than silently changed', async () => {
    world.server.answer((_request, response) => response.end(Buffer.from([0x22, 0xff, 0x22])));
    await expect(get()).rejects.toMatchObject({ code: 'provider.wrong_charset', errorClass: 'config' });
  });

  it('is read in the encoding that the call names', async () => {
    world.server.answer((_request, response) => response.end(Buffer.from('"M\u00fcller \u0080"', 'latin1')));
    expect(
      (await world.caller.json({ method: 'GET', url: world.server.url, charset: 'windows-1252' })).body,
    ).toBe('Müller €');
    await expect(get()).rejects.toMatchObject({ code: 'provider.wrong_charset' });
  });

  it('in another character set is read as it says', async () => {
    world.server.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json; charset=iso-8859-1' });
      response.end(Buffer.from('"Zürich"', 'latin1'));
    });
    expect((await get()).body).toBe('Zürich');
  });

  it('nested deeper than anything that handles records can follow is refused', async () => {
    world.server.answer((_request, response) => {
      sendJson(response, '['.repeat(5000) + ']'.repeat(5000));
    });
    await expect(get()).rejects.toMatchObject({ code: 'provider.body_too_deep' });
  });

  it('keeps every digit, NUL and half a surrogate pair', async () => {
    world.server.answer((_request, response) => {
      sendJson(response, '{"id":9007199254740993,"huge":1e400,"nul":"\\u0000","half":"\\ud83d"}');
    });
    expect((await get()).body).toEqual({
      id: new ExactNumber('9007199254740993'),
      huge: new ExactNumber(`1${'0'.repeat(400)}`),
      nul: '\u0000',
      half: '\ud83d',
    });
  });
});

it('a header goes out once, however it is spelled', async () => {
  let sent: readonly string[] = [];
  world.server.answer((request, response) => {
    sent = request.rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
    sendJson(response, JSON.stringify(request.headers.accept));
  });
  const headers = { Accept: 'application/vnd.api+json', 'X-Key': 'k' };
  const { body } = await world.caller.json({ method: 'GET', url: `${world.server.url}/things`, headers });
  expect(body).toBe('application/vnd.api+json');
  expect(new Set(sent).size).toBe(sent.length);
});
