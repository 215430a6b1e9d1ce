import { FileDescriptorProto } from 'protobufjs/ext/descriptor';
import { loadDefinitions } from './definitions.js';
import { reflected } from './reflected.js';

interface Described {
  readonly name: string;
  readonly field: readonly { readonly name: string; readonly typeName?: string }[];
  readonly nestedType: readonly (Described & { readonly options?: { readonly mapEntry?: boolean } })[];
}

function mapsOf(message: Described): readonly string[] {
  const own = message.nestedType.flatMap(({ name, options }) => {
    const field = message.field.find(({ typeName }) => typeName === name)?.name ?? 'none';
    return options?.mapEntry === true ? [`${field}: ${name}`] : [];
  });
  return [...own, ...message.nestedType.flatMap(mapsOf)];
}

it('calls the entries of maps as protoc does, for clients in Go take no others', () => {
  const files = Object.values(reflected(loadDefinitions())).flatMap(
    (definition) => (definition as { readonly fileDescriptorProtos?: Buffer[] }).fileDescriptorProtos ?? [],
  );
  const described = [...new Set(files)].map((file) => FileDescriptorProto.decode(file) as unknown);
  const maps = described.flatMap((file) =>
    (file as { readonly messageType: readonly Described[] }).messageType.flatMap(mapsOf),
  );
  expect(maps).toContain('target: TargetEntry');
  expect(maps).toContain('statuses: StatusesEntry');
  expect(
    maps.filter((map) => !/^(\w+): [A-Z][A-Za-z0-9]*Entry$/.test(map) || map.startsWith('none')),
  ).toEqual([]);
});
