import { eventually } from '@evenkeel/conformance';
import { SyncError } from '@evenkeel/domain';
import { ExecutorWorld } from '../testing/executor-world.js';
import { ListedProvider, recordNamed } from '../testing/listed-provider.js';

const world = new ExecutorWorld();
beforeEach(() => {
  world.provider = ListedProvider.of(20);
  world.bus.onPage = world.apply;
});

async function readNamed(externalIds: readonly string[]) {
  const chunk = await world.assigned({
    execution: { lane: 'single', scope: { kind: 'single', externalIds } },
    chunk: { slice: { kind: 'ids', externalIds } },
  });
  await world.startReading(chunk);
  await eventually('the chunk ends', async () => ['applied', 'failed'].includes(await world.stateOf(chunk)));
  return chunk;
}

describe('named records', () => {
  it('are read by their ids, in their order, on one page', async () => {
    const names = ['c7', 'c3', 'c11', 'c0', 'c5', 'c4'];
    await readNamed(names);
    expect(world.bus.pages).toMatchObject([{ pageNo: 0, cursorIn: null, cursorOut: null, bound: null }]);
    expect(world.bus.pages[0]!.records).toEqual(names.map(recordNamed));
    expect(world.provider.requests).toEqual([]);
  });

  it('that are gone are told as such, and the others are read', async () => {
    await readNamed(['c1', 'gone', 'c2']);
    expect(world.bus.pages[0]!.records).toEqual([
      recordNamed('c1'),
      { externalId: 'gone', version: null, modifiedAt: null, data: null, gone: 'read' },
      recordNamed('c2'),
    ]);
  });

  it('of which the provider answers with another one are refused, and the other is not written', async () => {
    world.provider.instead = (id) => (id === 'c1' ? recordNamed('c9') : undefined);
    await readNamed(['c1', 'c2']);
    expect(world.bus.pages[0]!.records).toMatchObject([
      {
        externalId: 'c1',
        data: null,
        refusal: {
          code: 'provider.other_record',
          message: 'Asked for the record c1, the provider answered with c9',
        },
      },
      { externalId: 'c2' },
    ]);
  });

  it('are asked for, and told as gone, as the stream spells them', async () => {
    world.provider.spellId = (id) => id.toLowerCase();
    await readNamed(['C1', 'GONE']);
    expect(world.bus.pages[0]!.records).toMatchObject([
      { externalId: 'c1' },
      { externalId: 'gone', gone: 'read' },
    ]);
  });

  it('that the provider refuses one by one do not stop the others', async () => {
    world.provider.refuse = (id) =>
      id === 'c1' ? new SyncError('provider.record_not_readable', 'It is not for you') : undefined;
    const chunk = await readNamed(['c1', 'c2']);
    expect(await world.stateOf(chunk)).toBe('applied');
    expect(world.bus.pages[0]!.records).toMatchObject([
      { externalId: 'c1', refusal: { code: 'provider.record_not_readable', message: 'It is not for you' } },
      { externalId: 'c2' },
    ]);
  });

  it('of which the connector says in an error that they are gone are gone', async () => {
    world.provider.refuse = (id) =>
      id === 'c1' ? new SyncError('provider.record_gone', 'It was merged into c9') : undefined;
    await readNamed(['c1', 'c2']);
    expect(world.bus.pages[0]!.records).toMatchObject([
      { externalId: 'c1', gone: 'read' },
      { externalId: 'c2' },
    ]);
  });

  it('of which the provider fails at one do not stop the others', async () => {
    world.provider.refuse = (id) =>
      id === 'c1' ? new SyncError('provider.server_error', 'It answered 500') : undefined;
    const chunk = await readNamed(['c1', 'c2']);
    expect(await world.stateOf(chunk)).toBe('applied');
    expect(world.bus.pages[0]!.records).toMatchObject([
      { externalId: 'c1', refusal: { code: 'provider.server_error', message: 'It answered 500' } },
      recordNamed('c2'),
    ]);
  });

  it.each(['provider.breaker_open', 'provider.unauthorized'] as const)(
    'fail the chunk with %s: no other record would fare better',
    async (code) => {
      world.provider.refuse = () => new SyncError(code, 'Not now');
      const chunk = await readNamed(['c1', 'c2']);
      expect(await world.problemOf(chunk)).toMatchObject({ code });
      expect(await world.errorsOf(chunk)).toMatchObject([
        { phase: 'fetching', externalId: null, attempt: 1, problem: { code } },
      ]);
      expect(world.bus.pages).toEqual([]);
    },
  );

  it('of a stream that reads no single records fail the chunk', async () => {
    world.provider.readsOne = false;
    const chunk = await readNamed(['c1', 'c2']);
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'config.read_one_unsupported' });
    expect(world.bus.pages).toEqual([]);
  });

  it('that failed before are read anew, and as often as they are named', async () => {
    const slice = { kind: 'retry', round: 1, judged: true, externalIds: ['c1', 'c1'] } as const;
    const chunk = await world.assigned({ execution: { lane: 'single' }, chunk: { slice } });
    await world.startReading(chunk);
    await eventually('the chunk ends', async () => (await world.stateOf(chunk)) === 'applied');
    expect(world.bus.pages[0]!.records).toEqual([recordNamed('c1'), recordNamed('c1')]);
  });
});
