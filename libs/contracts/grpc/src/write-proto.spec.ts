import { operationList } from '@evenkeel/contracts-admin';
import { methods } from './methods.js';
import { writeProto } from './write-proto.js';

const proto = writeProto('');

it('has a method for every operation, and one more for each that can be followed', () => {
  const rpcs = [...proto.matchAll(/^ {2}rpc (\w+)\(/gm)].map(([, name]) => name);
  expect(rpcs).toEqual(methods.map(({ name }) => name));
  const followed = operationList.filter(({ streams }) => streams === true);
  expect(methods).toHaveLength(operationList.length + followed.length);
  expect(methods.filter(({ isStream }) => isStream).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['WatchExecution', 'WatchEvents']),
  );
});

it('says the same again where nothing has changed, but for the numbers of fields that are no more', () => {
  const head = 'message ShowJobRequest {\n';
  const once = proto.replace(head, `${head}  // Once.\n  optional string once = 40;\n`);
  expect(writeProto(once)).toBe(proto.replace(head, `${head}  reserved 40;\n`));
});
