import { Writer } from 'protobufjs/minimal';
import { KnownFields } from './known-fields.js';

const field = (name: string, number: number, type: string, typeName = '') => ({
  name,
  number,
  type,
  typeName,
});
const DESCRIPTORS: Readonly<Record<string, object>> = {
  Outer: {
    field: [
      field('name', 1, 'TYPE_STRING'),
      field('inner', 2, 'TYPE_MESSAGE', '.p.Inner'),
      field('words', 3, 'TYPE_MESSAGE', 'WordsEntry'),
    ],
    nestedType: [{ name: 'WordsEntry' }],
  },
  Inner: { field: [field('size', 1, 'TYPE_INT64')], nestedType: [] },
};
const known = new KnownFields((message) => DESCRIPTORS[message]!);
const outer = () => Writer.create().uint32(10).string('a name');
const withInner = (inner: Writer) => outer().uint32(18).bytes(inner.finish()).finish();

it('lets through what is known, at any depth, and whatever the keys of a map are', () => {
  const entry = Writer.create().uint32(10).string('any key').uint32(18).string('a value').finish();
  known.assert('Outer', outer().uint32(26).bytes(entry).finish());
  known.assert('Outer', withInner(Writer.create().uint32(8).int64(7)));
  known.assert('Outer', new Uint8Array());
});

it('refuses a number that is not known, and says where it is', () => {
  expect(() => known.assert('Outer', outer().uint32(32).int32(1).finish())).toThrow(
    'a field with the number 4',
  );
  const inner = Writer.create().uint32(8).int64(7).uint32(80).int32(1);
  expect(() => known.assert('Outer', withInner(inner))).toThrow('inner: has a field with the number 10');
});

it('gives up where the bytes end before what they announce', () => {
  expect(() => known.assert('Outer', Uint8Array.of(10, 200))).toThrow(RangeError);
});
