import {
  ChannelCredentials,
  Client,
  Metadata,
  type CallOptions,
  type ClientReadableStream,
  type ServiceError,
} from '@grpc/grpc-js';
import type { PackageDefinition, ServiceDefinition } from '@grpc/proto-loader';
import {
  ADMIN_SERVICE,
  answerShape,
  fromMessage,
  methods,
  requestShape,
  toMessage,
  type Fields,
  type Message,
  type Method,
  type ObjectShape,
} from '@evenkeel/contracts-grpc';
import { loadDefinitions } from '../grpc/definitions.js';

export interface GrpcAnswer {
  readonly answer?: Fields;
  readonly error?: ServiceError;
  /** The details of the error, by the names of their types. */
  readonly details: Readonly<Record<string, Message>>;
  /** What was said before the answer. */
  readonly headers: Readonly<Record<string, unknown>>;
}

interface Shapes {
  readonly request: ObjectShape;
  readonly answer: ObjectShape;
}

/** Calls the admin API over gRPC, with requests and answers as JSON has them. */
export class GrpcClient {
  readonly definitions: PackageDefinition = loadDefinitions();
  private readonly client: Client;
  private readonly shapes = new Map<Method, Shapes>();

  constructor(port: number, credentials = ChannelCredentials.createInsecure()) {
    this.client = new Client(`127.0.0.1:${port}`, credentials);
  }

  call(name: string, fields: Fields, said: Readonly<Record<string, string>> = {}, options: CallOptions = {}) {
    const [method, definition] = this.definitionOf(name);
    const { path, requestSerialize, responseDeserialize } = definition;
    const message = toMessage(this.shapesOf(method).request, fields);
    return new Promise<GrpcAnswer>((resolve) => {
      let headers: Readonly<Record<string, unknown>> = {};
      this.client
        .makeUnaryRequest<Message, Message>(
          ...([path, requestSerialize as never, responseDeserialize as never, message] as const),
          ...([metadataOf(said), options] as const),
          (error, answer) => {
            const details = error === null ? {} : this.detailsOf(error);
            if (error !== null) resolve({ error, details, headers });
            else
              resolve({ answer: fromMessage(this.shapesOf(method).answer, answer ?? {}), details, headers });
          },
        )
        .on('metadata', (metadata) => (headers = metadata.getMap()));
    });
  }

  watch(
    name: string,
    fields: Fields,
    said: Readonly<Record<string, string>> = {},
  ): ClientReadableStream<Message> {
    const [method, { path, requestSerialize, responseDeserialize }] = this.definitionOf(name);
    const message = toMessage(this.shapesOf(method).request, fields);
    return this.client.makeServerStreamRequest<Message, Message>(
      ...([
        path,
        requestSerialize as never,
        responseDeserialize as never,
        message,
        metadataOf(said),
      ] as const),
    );
  }

  detailsOf({ metadata }: Pick<ServiceError, 'metadata'>): Readonly<Record<string, Message>> {
    const [packed] = metadata.get('grpc-status-details-bin');
    if (packed === undefined) return {};
    const status = this.unpack('google.rpc.Status', packed as Buffer) as {
      readonly details: readonly { type_url: string; value: Buffer }[];
    };
    return Object.fromEntries(
      status.details.map(({ type_url: url, value }) => {
        const type = url.split('/')[1] ?? '';
        return [type, this.unpack(type, value)];
      }),
    );
  }

  metadataOf(said: Readonly<Record<string, string>>): { readonly metadata: Metadata } {
    return { metadata: metadataOf(said) };
  }

  close(): void {
    this.client.close();
  }

  /** Reading schemas takes longer than a call. */
  private shapesOf(method: Method): Shapes {
    const known = this.shapes.get(method) ?? { request: requestShape(method), answer: answerShape(method) };
    this.shapes.set(method, known);
    return known;
  }

  private unpack(type: string, bytes: Buffer): Message {
    return (this.definitions[type] as unknown as { deserialize(bytes: Buffer): Message }).deserialize(bytes);
  }

  private definitionOf(name: string) {
    const method = methods.find((each) => each.name === name);
    const definition = (this.definitions[ADMIN_SERVICE] as ServiceDefinition)[name];
    if (method === undefined || definition === undefined) throw new Error(`There is no method ${name}`);
    return [method, definition] as const;
  }
}

function metadataOf(said: Readonly<Record<string, string>>): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(said)) metadata.set(name, value);
  return metadata;
}
