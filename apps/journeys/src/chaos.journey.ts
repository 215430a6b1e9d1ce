import { SeededRandom } from '@evenkeel/simulation';
import { Accounts } from './chaos/accounts.js';
import { Nemesis } from './chaos/nemesis.js';
import { CALL_LIMIT, RECORDS, STREAMS, Traffic } from './chaos/traffic.js';
import { surroundings } from './kit/env.js';
import { eventually } from './kit/eventually.js';
import { install, type Installation } from './kit/installation.js';
import { onKafka } from './kit/on-kafka.js';
import { tell } from './kit/tell.js';

const { minutes, seed } = surroundings.chaos;
const REST_WITHIN_MS = 240_000;
/** What is gone is found within two runs; an earlier one may meet a breaker that is still open. */
const MOST_LAST_RUNS = 4;

let all: Installation;
let accounts: Accounts;
let nemesis: Nemesis;
let traffic: Traffic;

onKafka(`Everything goes wrong for ${minutes} minutes (npm run journey:chaos -- --seed ${seed})`, () => {
  beforeAll(async () => {
    const random = new SeededRandom(seed);
    all = await install('chaos', { records: RECORDS, latencyMs: 20 });
    accounts = Accounts.of(all.databaseUrl);
    nemesis = new Nemesis(all, random.fork('nemesis'));
    traffic = new Traffic(all, random.fork('traffic'));
    await nemesis.startReplicas();
    await traffic.prepare();
  }, 300_000);
  afterAll(async () => {
    await accounts?.close();
    await all?.stop();
  }, 90_000);

  it(
    'and comes to rest when it ends',
    async () => {
      const deadlineMs = performance.now() + minutes * 60_000;
      await Promise.all([nemesis.injectUntil(deadlineMs), traffic.flowUntil(deadlineMs)]);
      await traffic.stop();
      await nemesis.recover();
      tell('everything is up again');
      await eventually(
        'every request is answered and every execution has ended',
        async () => {
          const open = await accounts.open();
          if (open > 0) throw new Error(`${open} are open: ${await accounts.summary()}`);
          return true;
        },
        REST_WITHIN_MS,
      );
      expect(all.services.lost).toEqual([]);
    },
    minutes * 60_000 + REST_WITHIN_MS + 180_000,
  );

  it('without one call more than the provider allows', async () => {
    const { callUse } = await all.sandbox.stats();
    tell(`${callUse?.most} calls of ${CALL_LIMIT.calls} in the fullest ${CALL_LIMIT.perSeconds} s`);
    expect(callUse).toMatchObject({ banned: false });
  });

  it('with nothing taken for gone that is still there', async () => {
    await all.sandbox.control({ callLimit: null });
    for (const stream of STREAMS)
      expect(await accounts.wronglyInactive(stream, await all.sandbox.records(stream))).toEqual([]);
  }, 60_000);

  it('with rows that equal the source after the next runs', async () => {
    for (const stream of STREAMS) {
      const source = await all.sandbox.records(stream);
      let differences: string[] = ['it was not run'];
      for (let run = 1; run <= MOST_LAST_RUNS && differences.length > 0; run += 1) {
        const { status, reason } = await all.admin.untilEnded(
          await all.admin.begin(stream, { mode: 'full' }),
          120_000,
        );
        differences = await accounts.differences(stream, source);
        tell(`${stream}: ${status} ${reason?.message ?? ''}, ${differences.length} differences`);
      }
      expect(differences.slice(0, 5)).toEqual([]);
    }
  }, 300_000);

  it('with every promise kept', async () => {
    tell(`seed ${seed}, ${minutes} minutes`);
    tell(`what went wrong: ${nemesis.done.toString()}`);
    tell(`what was asked: ${traffic.asked.toString()}`);
    tell(`what came of it: ${await accounts.summary()}`);
    expect(await accounts.broken(traffic.accepted)).toEqual([]);
  }, 60_000);
});
