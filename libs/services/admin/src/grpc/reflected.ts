import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { protoPath as healthProto } from 'grpc-health-check';
import { FileDescriptorProto } from 'protobufjs/ext/descriptor';

/** By the names that the loader gives to files: one of each package. */
const IMPORTS: Readonly<Record<string, readonly string[]>> = {
  'google_rpc.proto': ['google_protobuf.proto'],
};

/** What is told to those who ask what there is. The loader forgets which file imports which, and they would find half of it;
 * and it names the entries of maps otherwise than protoc does. */
export function reflected(definitions: PackageDefinition): PackageDefinition {
  const made = new Map<Buffer, Buffer>();
  const asProtoc = (file: Buffer): Buffer => {
    const known = made.get(file) ?? corrected(file);
    made.set(file, known);
    return known;
  };
  return Object.fromEntries(
    Object.entries({ ...definitions, ...loadSync(healthProto) }).map(([name, definition]) => {
      const { fileDescriptorProtos: files } = definition as { readonly fileDescriptorProtos?: Buffer[] };
      const changed = files === undefined ? {} : { fileDescriptorProtos: files.map(asProtoc) };
      return [name, { ...definition, ...changed }];
    }),
  ) as PackageDefinition;
}

interface DescribedMessage {
  name: string;
  readonly field: readonly { readonly name: string; typeName?: string }[];
  readonly nestedType: readonly (DescribedMessage & { readonly options?: { readonly mapEntry?: boolean } })[];
}

interface DescribedFile {
  readonly name: string;
  dependency: string[];
  readonly messageType: readonly DescribedMessage[];
}

function corrected(file: Buffer): Buffer {
  const described = FileDescriptorProto.decode(file) as unknown as DescribedFile;
  const dependency = IMPORTS[described.name];
  if (dependency !== undefined) described.dependency = [...dependency];
  for (const message of described.messageType) nameEntries(message);
  return Buffer.from(FileDescriptorProto.encode(described as never).finish());
}

/** The loader leaves `Entry` out of what the entries of a map are called; clients in Go (grpcurl) take only the name that protoc gives. */
function nameEntries({ field: fields, nestedType }: DescribedMessage): void {
  for (const nested of nestedType) {
    nameEntries(nested);
    const map = fields.find(({ typeName }) => typeName === nested.name);
    if (nested.options?.mapEntry !== true || map === undefined) continue;
    nested.name = entryNameOf(map.name);
    map.typeName = nested.name;
  }
}

/** As protoc has it: `last_values` has entries called `LastValuesEntry`. */
function entryNameOf(field: string): string {
  const words = field.split('_').map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`);
  return `${words.join('')}Entry`;
}
