import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A span as it was told. */
export interface ToldSpan {
  readonly traceId: string;
  readonly id: string;
  readonly parentId: string;
  readonly name: string;
  readonly service: string;
  /** Texts and numbers, as texts. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Takes traces over OTLP with HTTP and protobuf, as a collector does (opentelemetry/proto/trace/v1/trace.proto). */
export class TraceReceiver {
  readonly spans: ToldSpan[] = [];
  readonly refused: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<TraceReceiver> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const receiver = new TraceReceiver(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts);
        const isOurs =
          request.url === '/v1/traces' && request.headers['content-type'] === 'application/x-protobuf';
        if (isOurs) receiver.take(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
        else receiver.refused.push(`${request.url} ${request.headers['content-type']}`);
        response.writeHead(isOurs ? 200 : 400, { 'content-type': 'application/x-protobuf' }).end();
      });
    });
    return receiver;
  }

  of(traceId: string): readonly ToldSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private take(body: Buffer): void {
    for (const ofResource of all(fieldsOf(body), 1)) {
      const parts = fieldsOf(ofResource);
      const service = attributesOf(fieldsOf(first(parts, 1)), 1).get('service.name') ?? '';
      for (const scope of all(parts, 2))
        for (const span of all(fieldsOf(scope), 2)) this.spans.push(spanOf(fieldsOf(span), service));
    }
  }
}

type Fields = readonly { readonly number: number; readonly bytes: Buffer; readonly value: bigint }[];

function spanOf(fields: Fields, service: string): ToldSpan {
  return {
    traceId: first(fields, 1).toString('hex'),
    id: first(fields, 2).toString('hex'),
    parentId: first(fields, 4).toString('hex'),
    name: first(fields, 5).toString(),
    service,
    attributes: attributesOf(fields, 9),
  };
}

function attributesOf(fields: Fields, number: number): ReadonlyMap<string, string> {
  return new Map(
    all(fields, number).map((pair) => {
      const [key, value] = [first(fieldsOf(pair), 1).toString(), fieldsOf(first(fieldsOf(pair), 2))];
      const [{ number: kind, bytes, value: whole } = { number: 0, bytes: Buffer.alloc(0), value: 0n }] =
        value;
      return [key, kind === 1 ? bytes.toString() : whole.toString()] as const;
    }),
  );
}

function all(fields: Fields, number: number): readonly Buffer[] {
  return fields.filter((field) => field.number === number).map(({ bytes }) => bytes);
}

function first(fields: Fields, number: number): Buffer {
  return all(fields, number)[0] ?? Buffer.alloc(0);
}

/** The wire format of protobuf: varints, fixed widths, and what has a length. */
function fieldsOf(buffer: Buffer): Fields {
  const fields: { number: number; bytes: Buffer; value: bigint }[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = buffer.readUInt8(at);
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < buffer.length) {
    const tag = Number(varint());
    const kind = tag & 7;
    const value = kind === 0 ? varint() : 0n;
    const length = kind === 2 ? Number(varint()) : kind === 1 ? 8 : kind === 5 ? 4 : 0;
    fields.push({ number: tag >> 3, bytes: buffer.subarray(at, at + length), value });
    at += length;
  }
  return fields;
}
