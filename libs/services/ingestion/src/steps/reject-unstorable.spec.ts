import { counts } from '@evenkeel/conformance';
import { IngestionWorld, pageOf, saying, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();

// What a database refuses is up to its version and its extensions; here it is one word.
beforeAll(async () => {
  await world.database.rows(`
    create function refuse_word() returns trigger language plpgsql as $$ begin
      if new.data ->> 'word' = 'overflow' then
        raise exception 'value overflows numeric format' using errcode = 'numeric_value_out_of_range';
      end if;
      return new;
    end $$`);
  await world.database.rows(
    'create trigger refuse_word before insert or update on record for each row execute function refuse_word()',
  );
});

const failures = async (claimed: Claimed) =>
  (await world.outcomes(claimed)).filter(({ problem }) => problem !== null);

describe('a value that the database refuses', () => {
  it('is found among the others and rejected alone, with what the database said', async () => {
    const claimed = await world.claimed();
    const records = Array.from({ length: 50 }, (_, nth) =>
      saying(`r${nth}`, nth === 31 ? 'overflow' : 'fine'),
    );
    await world.apply(pageOf(claimed, 0, records, { cursorOut: null }));
    expect(await world.chunk(claimed)).toMatchObject({
      state: 'applied',
      fetched: 50,
      outcomes: counts({ created: 49, rejected: 1 }),
    });
    expect(await failures(claimed)).toMatchObject([
      {
        externalId: 'r31',
        outcome: 'rejected',
        problem: {
          code: 'record.unstorable_value',
          message: 'The database refused the record: value overflows numeric format',
        },
        raw: '{"id":"r31","word":"overflow"}',
      },
    ]);
    expect(await world.contents(claimed)).toHaveLength(49);
  });

  it('holds up no page of its group, and is found however many there are of it', async () => {
    const claimed = await world.claimed();
    await world.apply(
      pageOf(claimed, 0, [saying('a', 'fine'), saying('b', 'overflow')]),
      pageOf(claimed, 1, [saying('c', 'overflow'), saying('d', 'overflow')]),
      pageOf(claimed, 2, [saying('e', 'fine')], { cursorOut: null }),
    );
    expect(await world.words(claimed)).toEqual({ a: 'fine', e: 'fine' });
    expect((await failures(claimed)).map(({ externalId }) => externalId)).toEqual(['b', 'c', 'd']);
  });

  it('leaves the record that was there as it was', async () => {
    const first = await world.claimed();
    await world.apply(pageOf(first, 0, [saying('a', 'fine'), saying('b', 'fine')], { cursorOut: null }));
    const second = await world.claimedOf(first.job, { lane: 'single' });
    const records = [saying('a', 'overflow'), saying('b', 'finer')];
    await world.apply(pageOf(second, 0, records, { cursorOut: null }));
    expect(await world.words(second)).toEqual({ a: 'fine', b: 'finer' });
    expect(await world.chunk(second)).toMatchObject({ outcomes: counts({ updated: 1, rejected: 1 }) });
  });

  it('that comes again is judged again', async () => {
    const claimed = await world.claimed();
    await world.apply(pageOf(claimed, 0, [saying('a', 'overflow')]));
    await world.apply(pageOf(claimed, 1, [saying('a', 'fine')], { cursorOut: null }));
    expect(await world.words(claimed)).toEqual({ a: 'fine' });
  });
});
