import { InvalidRequest } from '@evenkeel/administration';
import { Reader } from 'protobufjs/minimal';

/** As much of a `DescriptorProto` as tells which fields a message has. */
interface Descriptor {
  readonly field: readonly {
    readonly name: string;
    readonly number: number;
    readonly type: string;
    readonly typeName: string;
  }[];
  readonly nestedType: readonly { readonly name: string }[];
}

const HAS_LENGTH = 2;

/**
 * Refuses a message with a field that is not known, which protobuf would pass over: a filter that does nothing would look like one
 * that found nothing else. Throws `request.invalid`, and what {@link Reader} throws of bytes that are no message.
 */
export class KnownFields {
  private readonly byMessage = new Map<string, ReadonlyMap<number, { name: string; inner?: string }>>();

  /** `descriptorOf` gives the `DescriptorProto` of a message. */
  constructor(private readonly descriptorOf: (message: string) => object) {}

  assert(message: string, bytes: Uint8Array, at: readonly string[] = []): void {
    const fields = this.fieldsOf(message);
    const reader = Reader.create(bytes);
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      const field = fields.get(tag >>> 3);
      if (field === undefined) throw unknown(tag >>> 3, at);
      if (field.inner === undefined || (tag & 7) !== HAS_LENGTH) reader.skipType(tag & 7);
      else this.assert(field.inner, reader.bytes(), [...at, field.name]);
    }
  }

  private fieldsOf(message: string) {
    const known = this.byMessage.get(message);
    if (known !== undefined) return known;
    const { field, nestedType } = this.descriptorOf(message) as Descriptor;
    // Entries of maps are messages of its own, and any key is one.
    const entries = new Set(nestedType.map(({ name }) => name));
    const fields = new Map(
      field.map(({ name, number, type, typeName }) => {
        const inner = typeName.split('.').at(-1) ?? '';
        const isMessage = type === 'TYPE_MESSAGE' && !entries.has(inner);
        return [number, isMessage ? { name, inner } : { name }] as const;
      }),
    );
    this.byMessage.set(message, fields);
    return fields;
  }
}

function unknown(number: number, at: readonly string[]): InvalidRequest {
  const message = `has a field with the number ${number}, which is not known here: is the program newer than the service?`;
  return new InvalidRequest([{ path: at.join('.'), message }]);
}
