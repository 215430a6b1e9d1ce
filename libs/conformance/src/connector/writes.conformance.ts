import type { JsonObject, WriteKind, WriteOperation, WriteResult } from '@evenkeel/domain';
import type { ConnectorStream, StreamWrites } from '@evenkeel/ports';
import { LOST_ANSWERS, type WritingProvider } from './conformance-provider.js';
import type { ConnectorSuite } from './connector-suite.js';

type Operation = Partial<WriteOperation> & Pick<WriteOperation, 'kind'>;

/** A stream that can be written, with its provider. */
interface WrittenStream {
  readonly stream: ConnectorStream;
  readonly writes: StreamWrites;
  readonly writing: WritingProvider;
  readonly name: string;
}

/** Undefined where it is only read. */
async function writtenStream(suite: ConnectorSuite, name: string): Promise<WrittenStream | undefined> {
  const stream = await suite.stream(name);
  const { writing } = suite.provider;
  return stream.writes && writing && { stream, writes: stream.writes, writing, name };
}

const operation = (given: Operation, nth = 0): WriteOperation => ({
  ...{ intentId: `intent-${nth}`, externalId: null, data: {}, version: null },
  ...given,
});

/** Creates as many records as one call takes, three at most. */
function creations({ writes, writing, name }: WrittenStream, count = 3): readonly WriteOperation[] {
  const size = Math.min(count, writes.abilities.batchSizes.create ?? 0);
  return Array.from({ length: size }, (_, nth) =>
    operation({ kind: 'create', data: writing.sample(name, nth) }, nth),
  );
}

async function createOne(written: WrittenStream): Promise<WriteResult & { readonly kind: 'written' }> {
  const [result] = await written.writes.write({ operations: creations(written, 1), key: 'first' });
  if (result?.kind !== 'written') throw new Error(`not created: ${JSON.stringify(result)}`);
  return result;
}

const can = ({ writes }: WrittenStream, ...kinds: readonly WriteKind[]): boolean =>
  kinds.every((kind) => writes.abilities.batchSizes[kind] !== undefined);

/** What a stream is promised to do with writes. */
export function describeWrites(suite: ConnectorSuite): void {
  describe('as it is written:', () => {
    describeResults(suite);
    describeRefusals(suite);
    describeLostAnswers(suite);
    describeAddresses(suite);
  });
}

async function dataOf({ stream }: WrittenStream, externalId: string): Promise<unknown> {
  return (await stream.readOne?.(externalId))?.data;
}

function wholeOf({ writes, writing, name }: WrittenStream, change: JsonObject): JsonObject {
  return writes.abilities.update === 'replace' ? { ...writing.sample(name, 0), ...change } : change;
}

function describeResults(suite: ConnectorSuite): void {
  suite.test('writing').each(suite.streams)(
    '%s gives a result for each record, in their order',
    async (name) => {
      const written = await writtenStream(suite, name);
      if (written === undefined || !can(written, 'create')) return;
      const operations = creations(written);
      const results = await written.writes.write({ operations, key: 'a key' });
      expect(results.map(({ kind }) => kind)).toEqual(operations.map(() => 'written'));
      for (const [nth, result] of results.entries()) {
        if (result.kind !== 'written' || written.stream.readOne === undefined) continue;
        expect(await dataOf(written, result.externalId)).toMatchObject(operations[nth]?.data ?? {});
        if (written.writes.abilities.answers === 'record') expect(result.record).not.toBeNull();
      }
      expect(await written.writing.created()).toBe(operations.length);
    },
  );

  suite.test('writing').each(suite.streams)('%s changes and deletes what it created', async (name) => {
    const written = await writtenStream(suite, name);
    if (written === undefined || !can(written, 'create', 'update')) return;
    const { writes, writing } = written;
    const { externalId, version } = await createOne(written);
    const data = wholeOf(written, writing.change);
    const update = operation({ kind: 'update', externalId, data, version });
    expect(await writes.write({ operations: [update], key: 'second' })).toMatchObject([{ kind: 'written' }]);
    if (written.stream.readOne !== undefined)
      expect(await dataOf(written, externalId)).toMatchObject(writing.change);
    if (!can(written, 'delete')) return;
    const deletion = operation({ kind: 'delete', externalId });
    expect(await writes.write({ operations: [deletion], key: 'third' })).toMatchObject([{ kind: 'written' }]);
    expect(await written.stream.readOne?.(externalId)).toBeUndefined();
    for (const again of [update, deletion])
      expect(await writes.write({ operations: [again], key: again.kind })).toEqual([{ kind: 'gone' }]);
  });

  suite.test('writing').each(suite.streams)(
    '%s puts a record out of use that stays, also twice, if it says that it can',
    async (name) => {
      const written = await writtenStream(suite, name);
      if (written === undefined || !can(written, 'create', 'deactivate')) return;
      const { writes, stream } = written;
      const { externalId } = await createOne(written);
      const before = await dataOf(written, externalId);
      for (const key of ['once', 'twice'])
        expect(
          await writes.write({ operations: [operation({ kind: 'deactivate', externalId })], key }),
        ).toMatchObject([{ kind: 'written', externalId }]);
      if (stream.readOne === undefined) return;
      const after = await dataOf(written, externalId);
      expect(after).toBeDefined();
      expect(after).not.toEqual(before);
    },
  );

  suite.test('writing').each(suite.streams)('%s can be written where answers have no body', async (name) => {
    const written = await writtenStream(suite, name);
    if (written === undefined || !can(written, 'create', 'update')) return;
    const { externalId } = await createOne(written);
    await written.writing.sayNothing?.();
    const data = wholeOf(written, written.writing.change);
    const operations = [operation({ kind: 'update', externalId, data })];
    const [result] = await written.writes.write({ operations, key: 'second' });
    const isBatch = (written.writes.abilities.batchSizes.update ?? 1) > 1;
    if (!isBatch || written.writing.sayNothing === undefined)
      expect(result).toMatchObject({ kind: 'written', externalId });
    else expect(result).toMatchObject({ kind: 'failed', isApplied: 'unknown' });
  });

  suite.test('writing').each(suite.streams)('%s tells what became of what it accepted', async (name) => {
    const written = await writtenStream(suite, name);
    if (written?.writes.settle === undefined || written.writing.accept === undefined) return;
    await written.writing.accept();
    const [accepted] = await written.writes.write({ operations: creations(written, 1), key: 'a key' });
    if (accepted?.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(accepted)}`);
    const result = await written.writes.settle(accepted.token);
    expect(result).toMatchObject({ kind: 'written' });
    expect(await written.writing.created()).toBe(1);
  });
}

function describeRefusals(suite: ConnectorSuite): void {
  suite.test('writing').each(suite.streams)('%s tells which record was refused', async (name) => {
    const written = await writtenStream(suite, name);
    if (written?.writing.refuse === undefined || !can(written, 'create')) return;
    const operations = creations(written);
    const place = operations.length - 1;
    await written.writing.refuse(place);
    const results = await written.writes.write({ operations, key: 'a key' });
    const { isAllOrNothing } = written.writes.abilities;
    for (const [nth, result] of results.entries()) {
      if (nth < place && !isAllOrNothing) expect(result).toMatchObject({ kind: 'written' });
      else expect(result).toMatchObject({ kind: 'failed', isApplied: 'no' });
    }
    expect(results).toHaveLength(operations.length);
    expect(await written.writing.created()).toBe(isAllOrNothing ? 0 : place);
  });

  suite.test('writing').each(suite.streams)(
    '%s changes no other version, if it checks them',
    async (name) => {
      const written = await writtenStream(suite, name);
      if (written?.writes.abilities.checksVersion !== true) return;
      const { externalId, version } = await createOne(written);
      const read = version ?? (await written.stream.readOne?.(externalId))?.version ?? null;
      expect(read).not.toBeNull();
      const change = (data: JsonObject) =>
        written.writes.write({
          operations: [
            operation({ kind: 'update', externalId, data: wholeOf(written, data), version: read }),
          ],
          key: JSON.stringify(data),
        });
      expect(await change(written.writing.change)).toMatchObject([{ kind: 'written' }]);
      const late = Object.fromEntries(
        Object.keys(written.writing.change).map((field) => [field, 'too late']),
      );
      expect(await change(late)).toEqual([{ kind: 'moved' }]);
      expect(await dataOf(written, externalId)).toMatchObject(written.writing.change);
    },
  );

  const refuse = suite.provider.fail?.['refused credentials'];
  suite.test('writing').each(suite.streams.slice(0, 1))(
    '%s takes nothing without credentials, and says so',
    async (name) => {
      const written = await writtenStream(suite, name);
      if (written === undefined || refuse === undefined) return;
      await refuse();
      const asked = written.writes.write({ operations: creations(written), key: 'a key' });
      await expect(asked).rejects.toMatchObject({ errorClass: 'auth', isInDoubt: false });
    },
  );
}

function describeLostAnswers(suite: ConnectorSuite): void {
  const cases = suite.streams.flatMap((name) => LOST_ANSWERS.map((lost) => [name, lost] as const));
  suite.test('writing').each(cases)(
    '%s is in doubt after %s, and repeats nothing by itself',
    async (name, lost) => {
      const written = await writtenStream(suite, name);
      const lose = written?.writing.lose[lost];
      if (written === undefined || lose === undefined || !can(written, 'create')) return;
      const { writes, writing } = written;
      // Where nothing of it is read, nothing of it is missed.
      if (lost === 'a body that is cut off' && writes.abilities.answers !== 'record') return;
      await lose();
      const [operations, key] = [creations(written, 1), 'a key'];
      expect(await writes.write({ operations, key })).toMatchObject([
        { kind: 'failed', isApplied: 'unknown' },
      ]);
      expect(await writing.created()).toBe(1);
      const [created] = operations;
      if (created === undefined) return;
      if (writes.lookUp !== undefined)
        expect((await writes.lookUp(created, key))?.data).toMatchObject(created.data);
      if (writes.abilities.keyLifetimeSeconds === null) return;
      expect(await writes.write({ operations, key })).toMatchObject([{ kind: 'written' }]);
      expect(await writing.created()).toBe(1);
    },
  );

  suite.test('writing').each(suite.streams)('%s looks up nothing that is not there', async (name) => {
    const written = await writtenStream(suite, name);
    if (written?.writing.cutOff === undefined || !can(written, 'create')) return;
    await written.writing.cutOff();
    const [operations, key] = [creations(written, 1), 'a key'];
    const results = await written.writes.write({ operations, key });
    expect(results).toMatchObject([{ kind: 'failed', isApplied: 'unknown' }]);
    expect(await written.writing.created()).toBe(0);
    const [created] = operations;
    if (created !== undefined) expect(await written.writes.lookUp?.(created, key)).toBeUndefined();
  });
}

const ODD_IDS = ['.', '..', '../x', 'a/b', '?x=1', '#x', '%2e%2e', 'ä b', '%', ' '];

function describeAddresses(suite: ConnectorSuite): void {
  suite.test('writing').each(suite.streams)(
    '%s never writes to another address than that of the id',
    async (name) => {
      const written = await writtenStream(suite, name);
      if (written === undefined || !can(written, 'delete')) return;
      const held = await suite.idsHeld(name);
      for (const [nth, externalId] of ODD_IDS.entries()) {
        const operations = [operation({ kind: 'delete', externalId }, nth)];
        const [result] = await written.writes.write({ operations, key: `key ${nth}` });
        if (result?.kind !== 'gone')
          expect([externalId, result]).toMatchObject([externalId, { isApplied: 'no' }]);
      }
      expect(await suite.idsHeld(name)).toEqual(held);
    },
  );

  const redirect = suite.provider.fail?.['being sent elsewhere'];
  suite.test('writing').each(suite.streams)(
    '%s is written nowhere else, and reads nothing in place of it',
    async (name) => {
      const written = await writtenStream(suite, name);
      if (written === undefined || redirect === undefined || !can(written, 'create')) return;
      await redirect();
      const results = await written.writes.write({ operations: creations(written, 1), key: 'a key' });
      expect(results).toMatchObject([{ kind: 'failed', problem: { code: 'provider.redirected' } }]);
      expect(await written.writing.created()).toBe(0);
    },
  );

  suite.test('writing').each(suite.streams)('%s says so where nothing was sent', async (name) => {
    const written = await writtenStream(suite, name);
    if (written === undefined || !can(written, 'create')) return;
    const nowhere = suite.open({ gateways: suite.opened.gateways({}, new AbortController().signal) });
    const asked = (await nowhere.stream(name)).writes?.write({ operations: creations(written, 1), key: 'k' });
    await expect(asked).rejects.toMatchObject({
      code: 'config.credentials_bound_elsewhere',
      isInDoubt: false,
    });
    expect(await written.writing.created()).toBe(0);
  });
}
