import { ExactNumber, isVersion } from '@evenkeel/domain';
import { PAGE_SIZE, recordsOf, type ConnectorSuite } from './connector-suite.js';

export function describeSingleRecords(suite: ConnectorSuite): void {
  describeReadOne(suite);
  describeOddRecords(suite);
}

function describeReadOne(suite: ConnectorSuite): void {
  const { streams, provider } = suite;

  it.each(streams)('%s gives one record as its listing gives it, if it says that it can', async (stream) => {
    const { readOne, description } = await suite.stream(stream);
    if (readOne === undefined) return;
    const [listed] = (await suite.firstPage(stream)).records;
    const read = await readOne(listed?.externalId ?? '');
    if (description.shape === 'inventory') {
      const { externalId, version } = listed!;
      expect(listed).toMatchObject({ data: null, listedOnly: true });
      expect(read).toMatchObject({ externalId, version, data: expect.objectContaining({}) as unknown });
      expect(read?.listedOnly).toBeUndefined();
    } else expect(read).toEqual(listed);
    expect(await readOne('there-is-no-such-id')).toBeUndefined();
    expect(await readOne('../?odd=/id#ü')).toBeUndefined();
  });

  it.each(streams)(
    '%s has ids as it spells them, and versions that the engine can compare',
    async (stream) => {
      const { spellId = (id: string) => id } = await suite.stream(stream);
      for (const { externalId, version } of recordsOf(await suite.readAll(stream))) {
        expect(externalId === null ? null : spellId(externalId)).toBe(externalId);
        expect(version === null || isVersion(version)).toBe(true);
      }
    },
  );

  it.each(streams)('%s makes of a record that was told what it is, if it takes any so', async (stream) => {
    const { description, readOne, readTold } = await suite.stream(stream);
    if (readTold === undefined) return;
    const [listed] = (await suite.firstPage(stream)).records;
    const isInventory = description.shape === 'inventory' && readOne !== undefined;
    const record = isInventory ? await readOne(listed?.externalId ?? '') : listed;
    expect(record?.data).toBeDefined();
    expect(readTold(record?.data ?? null)).toEqual(record);
    expect(readTold('no record')).toMatchObject({ externalId: null });
  });

  it.each(streams)('%s says when its records were changed, if it says that it does', async (stream) => {
    const { description, readOne } = await suite.stream(stream);
    if (description.hasTimes !== true) return;
    const listed = (await suite.firstPage(stream)).records;
    const isInventory = description.shape === 'inventory' && readOne !== undefined;
    const read = isInventory ? [await readOne(listed[0]?.externalId ?? '')] : listed;
    expect(read.length).toBeGreaterThan(0);
    for (const record of read) expect(Date.parse(record?.modifiedAt ?? '')).not.toBeNaN();
  });

  suite.test('remove').each(streams)(
    '%s gives no record that has vanished, if it says that it can give one',
    async (stream) => {
      const { readOne } = await suite.stream(stream);
      if (readOne === undefined) return;
      const [gone = ''] = await provider.ids(stream);
      expect(await readOne(gone)).toMatchObject({ externalId: gone });
      await provider.remove?.(stream, [gone]);
      expect(await readOne(gone)).toBeUndefined();
    },
  );
}

function describeOddRecords(suite: ConnectorSuite): void {
  const { streams, provider } = suite;
  const isInventory = async (stream: string) =>
    (await suite.stream(stream)).description.shape === 'inventory';

  suite.test('damageFirstRecord').each(streams)(
    '%s keeps a record without an id, with NUL or with too large a number as it is',
    async (stream) => {
      if (await isInventory(stream)) return;
      const whole = (await suite.firstPage(stream)).records;
      await provider.damageFirstRecord?.();
      const damaged = (await suite.firstPage(stream)).records;
      expect(damaged).toHaveLength(whole.length);
      expect(damaged[0]).toMatchObject({
        externalId: null,
        data: {
          note: 'before\u0000after',
          big: new ExactNumber('9007199254740993'),
          overflow: new ExactNumber(`1${'0'.repeat(400)}`),
        },
      });
      expect(damaged.slice(1)).toEqual(whole.slice(1));
    },
  );

  suite.test('replaceFirstRecord').each(streams)(
    '%s passes on what is no object, to be rejected rather than lost',
    async (stream) => {
      if (await isInventory(stream)) return;
      await provider.replaceFirstRecord?.();
      const { records } = await suite.firstPage(stream);
      expect(records[0]).toMatchObject({ externalId: null, data: 'not an object' });
      expect(records).toHaveLength(PAGE_SIZE);
    },
  );
}
