import type { Metadata } from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import { InvalidRequest } from '@evenkeel/administration';
import { placeholdersOf } from '@evenkeel/contracts-admin';
import {
  ADMIN_PACKAGE,
  fromMessage,
  requestShape,
  type Fields,
  type Method,
  type ObjectShape,
} from '@evenkeel/contracts-grpc';
import { SyncError } from '@evenkeel/domain';
import { z } from 'zod';
import type { Wanted } from '../access/carry-out.js';
import { readTerms } from '../access/read-terms.js';
import { ValidationPipe } from '../access/validation.pipe.js';
import { saidIn } from './admit-calls.js';
import { messageDefinition, type ProtoMessage } from './definitions.js';
import type { KnownFields } from './known-fields.js';

const pipe = new ValidationPipe();

interface Read {
  readonly shape: ObjectShape;
  readonly message: ProtoMessage;
  /** By the names of what the path names. */
  readonly params: Readonly<Record<string, z.ZodType>>;
  /** Of the query or the body. */
  readonly rest: z.ZodType<object>;
}

/** Reads the calls of one method, by the schemas by which HTTP reads its requests. */
export class ReadCall {
  /** Made for the first call: most methods are never called. */
  private made: Read | undefined;

  constructor(
    private readonly method: Method,
    private readonly definitions: PackageDefinition,
    private readonly known: KnownFields,
  ) {}

  /** Rejects with `request.invalid`. */
  async wanted(bytes: Buffer, metadata: Metadata, signal: AbortSignal): Promise<Wanted> {
    this.made ??= this.make();
    const { params: schemas, rest } = this.made;
    const said = this.fieldsOf(this.made, bytes);
    const names = placeholdersOf(this.method.operation.path);
    const isNamed = (name: string) => names.includes(name);
    const [named, others] = [pick(said, isNamed), pick(said, (name) => !isNamed(name))];
    const params = await this.paramsOf(named, schemas);
    const fields = await pipe.transform(others, { type: 'body', schema: rest });
    const terms = { ...readTerms(this.method.operation, saidIn(metadata)), signal };
    return { params, fields: { ...params, ...fields }, terms };
  }

  private async paramsOf(named: Fields, schemas: Read['params']): Promise<Wanted['params']> {
    const params: Record<string, string> = {};
    for (const [name, schema] of Object.entries(schemas)) {
      if (named[name] === undefined) throw new InvalidRequest([{ path: name, message: 'is missing' }]);
      params[name] = (await pipe.transform(named[name], { type: 'param', data: name, schema })) as string;
    }
    return params;
  }

  private fieldsOf({ shape, message }: Read, bytes: Buffer): Fields {
    try {
      this.known.assert(shape.name, bytes);
      return fromMessage(shape, message.deserialize(bytes));
    } catch (error) {
      if (error instanceof SyncError) throw error;
      throw new InvalidRequest([{ path: '', message: `is no message ${shape.name}` }]);
    }
  }

  private make(): Read {
    const { path, request } = this.method.operation;
    const shape = requestShape(this.method);
    const params = placeholdersOf(path).map((name) => [name, request.params?.[name] ?? z.string()] as const);
    return {
      shape,
      message: messageDefinition(this.definitions, `${ADMIN_PACKAGE}.${shape.name}`),
      params: Object.fromEntries(params),
      rest: request.body ?? (request.query ?? z.object({})).strict(),
    };
  }
}

function pick(fields: Fields, isWanted: (name: string) => boolean): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => isWanted(name)));
}
