import { request } from 'node:http';

/** A request as it goes over the wire: neither the target nor a header is put right on its way. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

const ALONE = { agent: false, timeout: 20_000 } as const;

/** Node leaves it out of methods that rarely have a body: what follows would then be taken for another request, which is no HTTP. */
function lengthOf(body: string | undefined): Readonly<Record<string, string>> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

/** On a connection of its own: what an earlier request did to one is no matter of this one. */
export function sendRaw(base: string, { method, target, headers, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const asked = request(
      { hostname, port, method, path: target, headers: { ...headers, ...lengthOf(body) }, ...ALONE },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          const plain = Object.entries(answer.headers).map(([name, value]) => [name, value?.toString()]);
          const text = Buffer.concat(parts).toString();
          resolve({
            status: answer.statusCode ?? 0,
            headers: Object.fromEntries(plain) as RawAnswer['headers'],
            text,
          });
        });
      },
    );
    asked.on('timeout', () => asked.destroy(new Error('no answer within 20 s')));
    asked.on('error', reject);
    asked.end(body);
  });
}
