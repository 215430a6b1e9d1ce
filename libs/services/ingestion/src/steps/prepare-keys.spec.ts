import { NodeTimers } from '@evenkeel/adapter-node-runtime';
import { someWrite } from '@evenkeel/conformance';
import type { JsonObject } from '@evenkeel/domain';
import type { TypeMatcher } from '@evenkeel/operations';
import type { PreparedGroup } from '../pages/page-group.js';
import { keyedReading } from './match-keys.js';
import { prepareKeys } from './prepare-keys.js';

/** Of one record and another that the filter leaves out; keys are kept with the record. */
function groupOf(write: ReturnType<typeof someWrite>): PreparedGroup {
  const excluded = { kind: 'excluded', externalId: 'b' };
  return {
    pages: [],
    inputs: [{ prepared: { kind: 'ready', write } }, { prepared: excluded }],
  } as unknown as PreparedGroup;
}

function countingMatcher() {
  const keysOf = jest.fn((_: JsonObject) => []);
  return { keysOf, match: { keysOf } as unknown as TypeMatcher };
}

it('makes the keys of a first load ahead, each once', async () => {
  const { keysOf, match } = countingMatcher();
  const write = someWrite('a');
  await prepareKeys(groupOf(write), { match, trustsVersions: false }, new NodeTimers());
  expect(keysOf).toHaveBeenCalledTimes(1);
  keyedReading(match, write);
  expect(keysOf).toHaveBeenCalledTimes(1);
});

it.each([
  ['of a stream that was read before', true],
  ['of a type without rules', undefined],
])('makes none %s', async (_, trustsVersions) => {
  const { keysOf, match } = countingMatcher();
  const context = trustsVersions ? { match, trustsVersions } : { match: undefined, trustsVersions: false };
  await prepareKeys(groupOf(someWrite('a')), context, new NodeTimers());
  expect(keysOf).not.toHaveBeenCalled();
});
