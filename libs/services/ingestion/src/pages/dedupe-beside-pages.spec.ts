import { NodeTimers, Sha256Digest } from '@evenkeel/adapter-node-runtime';
import { AesPayloadBox, HmacKeyedDigest, KeptKeys } from '@evenkeel/adapter-secrets';
import { AdvanceDedupe } from '@evenkeel/administration';
import { ListedLogger } from '@evenkeel/conformance';
import { DEFAULT_TENANT, NOTHING_COMPARED, type DedupePass } from '@evenkeel/domain';
import { mergeRecords, mergerOf, RecordSecrets, remerge } from '@evenkeel/operations';
import { MatchWorld, nextHour, PEOPLE, person } from '../testing/match-world.js';
import { pageOf } from '../testing/ingestion-world.js';

const world = new MatchWorld();
const keys = new KeptKeys({ record: ['A'.repeat(43)] });
const secrets = new RecordSecrets(
  new HmacKeyedDigest(keys.derived('digest').key),
  new AesPayloadBox(keys.derived('payload')),
);
const dedupe = () =>
  new AdvanceDedupe(world.store, new Sha256Digest(), secrets, new NodeTimers(), new ListedLogger());

/** Of all that was stored before there were rules. */
async function makeKeys(recordType: string): Promise<void> {
  await world.tenant.transaction(async (tx) => {
    const matcher = await dedupe().matcherOf(tx, recordType);
    const readings = await tx.matchKeys.readingsAfter(recordType, '0', 1_000);
    await tx.matchKeys.addFirst(
      readings.flatMap(({ referenceId, setId, data }) =>
        matcher.keysOf(data).map(({ digest: key }) => ({ referenceId, setId, key })),
      ),
    );
  });
}

async function startMerging(recordType: string): Promise<string> {
  const run: DedupePass = await world.tenant.transaction(async (tx) => {
    const { settingsDigest: keysOf } = await dedupe().matcherOf(tx, recordType);
    const started: DedupePass = {
      ...{
        id: crypto.randomUUID(),
        recordType,
        jobId: null,
        phase: 'preview',
        state: 'running',
        revision: 1,
      },
      ...{ keysOf, after: '0', until: await tx.dedupeRuns.lastRecord(recordType), counts: NOTHING_COMPARED },
      ...{ previewed: null, actor: 'ann', requestedAt: await tx.now(), endedAt: null, problem: null },
    };
    await tx.dedupeRuns.add(started);
    return started;
  });
  await dedupe().advance(DEFAULT_TENANT, run.id);
  await world.tenant.transaction(async (tx) => {
    const shown = (await tx.dedupeRuns.lock(run.id))!;
    expect(shown).toMatchObject({ state: 'ready' });
    const { counts: previewed } = shown;
    const merging = { phase: 'merge', state: 'running', after: '0', counts: NOTHING_COMPARED } as const;
    await tx.dedupeRuns.save({ ...shown, ...merging, previewed });
  });
  return run.id;
}

const ids = Array.from({ length: 12 }, (_, nth) => nth);
const email = (nth: number) => `p${nth}@x.org`;

describe('a dedupe run beside pages that bring something of its type', () => {
  it.each(['first', 'last'] as const)(
    'where those who were stored before the rules also come from a third source, run %s: each is one record in the end',
    async (place) => {
      const type = `beside_${place}`;
      const [crm, shop, web] = [
        ...[await world.source(type), await world.source(type)],
        await world.source(type),
      ] as const;
      // Stored before there were rules: each is two records.
      await world.lists(
        crm,
        ids.map((nth) => person(`c${nth}`, { email: email(nth) })),
      );
      await world.lists(
        shop,
        ids.map((nth) => person(`s${nth}`, { email: email(nth), size: 'L' })),
      );
      await world.setRules(type);
      await makeKeys(type);
      const id = await startMerging(type);
      const bulk = await world.claimedOf(web.job);
      const page = (no: number) =>
        pageOf(
          bulk,
          no,
          ids.filter((nth) => nth % 3 === no).map((nth) => person(`w${nth}`, { email: email(nth), web: no })),
          { observedAt: nextHour(), ...(no === 2 && { cursorOut: null }) },
        );
      const merging = () => dedupe().advance(DEFAULT_TENANT, id);
      const reading = async () => {
        for (const no of [0, 1, 2]) await world.apply(page(no));
      };
      await Promise.all(place === 'first' ? [merging(), reading()] : [reading(), merging()]);
      expect((await world.groups(type)).map((known) => known.split(' ').toSorted().join(' '))).toEqual(
        ids.map((nth) => `c${nth} s${nth} w${nth}`),
      );
      const { counts, state } = (await world.tenant.transaction((tx) => tx.dedupeRuns.find(id)))!;
      const { compared, merged, moved, inReview, keptApart, unchanged } = counts;
      expect({ state, compared }).toEqual({
        state: 'completed',
        compared: merged + moved + inReview + keptApart + unchanged,
      });
      const [one] = await world.people(type);
      expect(one?.data).toMatchObject({ email: email(0), size: 'L', web: 0 });
    },
  );
});

describe('merging two records while one of their sources changes', () => {
  it('loses nothing that the source says, whichever comes first: what is merged is locked', async () => {
    const type = 'changing';
    const [crm, shop] = [await world.source(type), await world.source(type)];
    await world.setRules(type);
    const merge = (survivorId: string, absorbedId: string) =>
      world.tenant.transaction(async (tx) => {
        await tx.matchKeys.lockType(type);
        const pair = { survivorId, absorbedId, rule: null, score: null, why: [] };
        const cause = { recordType: type, executionId: null };
        const survivors = await mergeRecords(tx, [pair], { ...cause, actor: 'ann' });
        await remerge(tx, survivors, { ...cause, merge: mergerOf({ schema: null, match: PEOPLE }) });
      });
    for (const nth of ids.slice(0, 6)) {
      await world.lists(crm, [person(`c${nth}`, { email: email(nth) })]);
      const said = (size: string) => [person(`s${nth}`, { email: `of.${email(nth)}`, size })];
      await world.lists(shop, said('L'));
      const known = (await world.people(type)).filter(({ mergedInto }) => mergedInto === null);
      const idOf = (name: string) => known.find((each) => each.known.join() === name)!.id;
      await Promise.all([merge(idOf(`c${nth}`), idOf(`s${nth}`)), world.lists(shop, said('M'))]);
      const one = (await world.people(type)).find((each) => each.known.includes(`s${nth}`));
      expect(one).toMatchObject({ known: [`c${nth}`, `s${nth}`], mergedInto: null, data: { size: 'M' } });
    }
  });
});

describe('two pages of one source with the same new person', () => {
  it('make two records of two external ids, and one question about them, however they meet (C34)', async () => {
    const type = 'twice';
    const crm = await world.source(type);
    await world.setRules(type);
    const [bulk, single] = [
      await world.claimedOf(crm.job),
      await world.claimedOf(crm.job, { lane: 'single' }),
    ];
    await Promise.all([
      world.apply(pageOf(bulk, 0, [person('c1', { email: 'a@x.org' })], { observedAt: nextHour() })),
      world.apply(pageOf(single, 0, [person('c2', { email: 'a@x.org' })], { observedAt: nextHour() })),
    ]);
    expect((await world.groups(type)).toSorted()).toEqual(['c1', 'c2']);
    expect(await world.reviews(type)).toEqual(['same e-mail: same_set']);
  });

  it('make one record of one external id, with each key once', async () => {
    const type = 'once';
    const crm = await world.source(type);
    await world.setRules(type);
    for (let round = 0; round < 4; round += 1) {
      const [one, other] = [
        await world.claimedOf(crm.job, { lane: 'single' }),
        await world.claimedOf(crm.job, { lane: 'single' }),
      ];
      const page = [person(`c${round}`, { email: email(round) })];
      await Promise.all([
        world.apply(pageOf(one, 0, page, { observedAt: nextHour() })),
        world.apply(pageOf(other, 0, page, { observedAt: nextHour() })),
      ]);
      expect((await world.groups(type)).toSorted()).toEqual(ids.slice(0, round + 1).map((nth) => `c${nth}`));
    }
    const keysOf = await world.database.rows<{ count: number }>(
      `select count(*)::int as count from match_key k join external_reference e on e.id = k.reference_id
       join reference_set s on s.id = e.set_id where s.record_type = $1`,
      [type],
    );
    expect(keysOf).toEqual([{ count: 4 }]);
  });
});
