import { SyncError, type JsonObject, type JsonValue } from '@evenkeel/domain';
import { NodeTimers } from '@evenkeel/adapter-node-runtime';
import { someChunk, someExecution } from '@evenkeel/conformance';
import { pageOf, sourceRecord, type Claimed } from '../testing/ingestion-world.js';
import { prepare } from './prepare.js';

const contextThat = (open: (kept: JsonValue) => JsonValue) =>
  ({
    ...{
      filter: () => true,
      mapping: (data: JsonObject) => data,
      salt: '',
      pieces: undefined,
      digest: (text: string) => text,
    },
    sensitive: { fields: [], sealRaw: String, sealMapped: String, open },
  }) satisfies Parameters<typeof prepare>[1];

const execution = someExecution('00000000-0000-7000-8000-000000000001');
const claimed = { execution, chunk: someChunk(execution.id) } as Claimed;
const replayed = sourceRecord('a', {
  data: { id: 'a', email: 'sealed' },
  replay: { failureKey: 'id:a', observedAt: '2026-11-01T12:00:00.000Z' },
});

it('opens what was kept, and only that', async () => {
  const open = jest.fn((kept: JsonValue) => ({ ...(kept as object), email: 'open' }));
  const page = pageOf(claimed, 0, [replayed, sourceRecord('b')]);
  const { inputs } = await prepare([page], contextThat(open), new NodeTimers());
  expect(inputs.map(({ source }) => source.data)).toEqual([{ id: 'a', email: 'open' }, { id: 'b' }]);
  expect(open).toHaveBeenCalledTimes(1);
});

it('applies nothing of what cannot be opened: sealed texts are no values of a record', async () => {
  const page = pageOf(claimed, 0, [replayed]);
  const closed = contextThat(() => {
    throw new SyncError('config.sealed_with_other_key', 'Sealed with key 1, and this process has key 2');
  });
  const { inputs } = await prepare([page], closed, new NodeTimers());
  expect(inputs.map(({ prepared }) => prepared)).toMatchObject([
    {
      kind: 'failed',
      outcome: 'errored',
      externalId: 'a',
      problem: { code: 'config.sealed_with_other_key' },
    },
  ]);
});
