import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { protoPath as healthProto } from 'grpc-health-check';
import { FileDescriptorProto } from 'protobufjs/ext/descriptor';

/** By the names that the loader gives to files: one of each package. */
const IMPORTS: Readonly<Record<string, readonly string[]>> = {
  'google_rpc.proto': ['google_protobuf.proto'],
};

/** What is told to those who ask what there is. The loader forgets which file imports which, and they would find half of it. */
export function reflected(definitions: PackageDefinition): PackageDefinition {
  const made = new Map<Buffer, Buffer>();
  const withImports = (file: Buffer): Buffer => {
    const known = made.get(file) ?? importing(file);
    made.set(file, known);
    return known;
  };
  return Object.fromEntries(
    Object.entries({ ...definitions, ...loadSync(healthProto) }).map(([name, definition]) => {
      const { fileDescriptorProtos: files } = definition as { readonly fileDescriptorProtos?: Buffer[] };
      const changed = files === undefined ? {} : { fileDescriptorProtos: files.map(withImports) };
      return [name, { ...definition, ...changed }];
    }),
  ) as PackageDefinition;
}

function importing(file: Buffer): Buffer {
  const described = FileDescriptorProto.decode(file) as unknown as { name: string; dependency: string[] };
  const dependency = IMPORTS[described.name];
  if (dependency === undefined) return file;
  described.dependency = [...dependency];
  return Buffer.from(FileDescriptorProto.encode(described as never).finish());
}
