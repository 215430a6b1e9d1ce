import { seedJob } from '@evenkeel/conformance';
import { LABELS } from '../testing/derived-world.js';
import { MatchWorld, person } from '../testing/match-world.js';

const world = new MatchWorld();

describe('a new record that is recognised as one that is here', () => {
  it('has its derived records and its links like any other', async () => {
    const recordType = 'matched';
    const crm = await world.source(recordType);
    const { job } = await seedJob(world.tenant, {
      recordType,
      derive: [LABELS],
      links: [{ name: 'boss', stream: 'people', recordType, at: 'boss' }],
    });
    await world.setRules(recordType);
    await world.lists(crm, [person('c1', { email: 'a@x.org' })]);
    const labels = [{ id: 'a', name: 'Bug' }];
    const run = await world.lists({ job }, [person('s1', { email: 'a@x.org', labels, boss: 'b1' })]);
    expect(await world.outcomesOf(run)).toEqual({ merged: 1 });
    expect((await world.chunk(run)).derived).toMatchObject({ created: 1 });
    const links = await world.database.rows<{ to: string }>(
      `select l.to_external_id as to from record_link l join external_reference f on f.id = l.from_reference
       where f.external_id = 's1' and l.ended_at is null order by 1`,
    );
    expect(links.map(({ to }) => to)).toEqual(['b1', 's1#a']);
  });
});
