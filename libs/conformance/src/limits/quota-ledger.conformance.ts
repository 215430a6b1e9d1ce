import { randomUUID } from 'node:crypto';
import {
  describeProblem,
  LONGEST_PAUSE_MS,
  SyncError,
  type GrantRequest,
  type Quota,
} from '@evenkeel/domain';
import type { QuotaLedger } from '@evenkeel/ports';

export interface QuotaLedgerWorld {
  /** As several processes have it: each with connections of its own, on the same rows. */
  readonly ledgers: readonly QuotaLedger[];
  /** What the database's clock says from now on. */
  readonly setNow: (now: Date) => void;
}

export interface QuotaLedgerConformance {
  readonly open: () => Promise<QuotaLedgerWorld>;
}

const START = Date.parse('2031-01-01T00:00:00Z');
const NONE = { bulk: 0, reserved: 0 };
const hundredASecond: Quota = { rate: { calls: 100, perSeconds: 1 }, concurrency: null, reservedShare: 0.3 };

/** What every quota ledger owes its callers. */
export function describeQuotaLedger(name: string, { open }: QuotaLedgerConformance): void {
  describe(`${name} keeps the promises of a quota ledger:`, () => {
    let world: QuotaLedgerWorld;
    let connectionId: string;
    const at = (ms: number) => world.setNow(new Date(START + ms));
    const lease = (changes: Partial<GrantRequest> = {}, ledger = world.ledgers[0]!) =>
      ledger.lease(connectionId, {
        quota: hundredASecond,
        share: 'reserved',
        wanted: 1,
        holder: 'one',
        inFlight: NONE,
        callMs: 30_000,
        ...changes,
      });
    /** All ledgers ask at the same time, again and again, until each is refused. */
    const leaseAll = async (changes: Partial<GrantRequest> = {}) => {
      const given = await Promise.all(
        world.ledgers.map(async (ledger, index) => {
          let calls = 0;
          for (;;) {
            const inFlight = { ...NONE, [changes.share ?? 'reserved']: calls };
            const grant = await lease({ wanted: 7, holder: `${index}`, inFlight, ...changes }, ledger);
            if (grant.calls === 0) return calls;
            calls += grant.calls;
          }
        }),
      );
      return given.reduce((sum, calls) => sum + calls, 0);
    };
    beforeEach(async () => {
      world = await open();
      connectionId = randomUUID();
      at(0);
    });

    it('gives exactly what a window allows, however many race for it', async () => {
      expect(await leaseAll()).toBe(100);
      at(1_000);
      expect(await leaseAll()).toBe(0);
      at(2_000);
      expect(await leaseAll()).toBe(100);
    });

    it('keeps the reserved share from bulk work, however many race for it', async () => {
      expect(await leaseAll({ share: 'bulk' })).toBe(70);
      expect(await leaseAll()).toBe(30);
    });

    it('never lets more calls be under way than there may be, however many race for it', async () => {
      const quota: Quota = { rate: null, concurrency: 10, reservedShare: 0 };
      expect(await leaseAll({ quota })).toBe(10);
    });

    it('says for how long a grant is good and when to ask again', async () => {
      const quota: Quota = { ...hundredASecond, rate: { calls: 1, perSeconds: 10 } };
      const first = await lease({ quota, wanted: 2 });
      expect(first.calls).toBe(1);
      expect(first.validMs).toBeGreaterThan(0);
      expect(first.validMs).toBeLessThanOrEqual(250);
      at(first.waitMs - 1);
      expect((await lease({ quota })).calls).toBe(0);
      at(first.waitMs);
      expect((await lease({ quota })).calls).toBe(1);
    });

    it('keeps connections apart', async () => {
      await leaseAll();
      connectionId = randomUUID();
      expect((await lease()).calls).toBe(1);
    });

    it('is closed for everyone as long as one was told, and open to whoever only looks before', async () => {
      const [one, other] = world.ledgers as [QuotaLedger, QuotaLedger];
      const why = describeProblem(new SyncError('provider.rate_limited', 'Not before noon'));
      expect(await other.look(connectionId)).toMatchObject({ closedForMs: 0, closedFor: null });
      await one.close(connectionId, { waitMs: 5_000, why });
      await other.close(connectionId, { waitMs: 1_000 });
      expect(await other.look(connectionId)).toMatchObject({ closedForMs: 5_000, closedFor: why });
      expect(await lease({}, other)).toMatchObject({ calls: 0, waitMs: 5_000 });
      at(5_000);
      expect(await other.look(connectionId)).toMatchObject({ closedForMs: 0, closedFor: null });
      expect((await lease({}, other)).calls).toBe(1);
    });

    it('is opened again by a person, whatever the provider has said', async () => {
      const [one, other] = world.ledgers as [QuotaLedger, QuotaLedger];
      await one.close(connectionId, { waitMs: Infinity });
      await one.learn(connectionId, { limit: 60, remaining: 0, resetInMs: 30_000 });
      expect((await other.look(connectionId)).closedForMs).toBe(LONGEST_PAUSE_MS);
      await other.open(connectionId);
      expect((await one.look(connectionId)).closedForMs).toBe(0);
      expect((await lease({}, one)).calls).toBe(1);
    });

    it('takes what the provider says is left as a limit of its own', async () => {
      await world.ledgers[0]!.learn(connectionId, { limit: 60, remaining: 4, resetInMs: 30_000 });
      expect(await leaseAll()).toBe(4);
      at(30_000);
      expect((await lease()).calls).toBe(1);
    });

    it('shows what is used', async () => {
      const quota: Quota = { ...hundredASecond, concurrency: 20 };
      await lease({ quota, share: 'bulk', wanted: 3 });
      await world.ledgers[1]!.learn(connectionId, { limit: 60, remaining: 40, resetInMs: 30_000 });
      expect(await world.ledgers[1]!.describe(connectionId, quota)).toEqual({
        rate: { counted: { bulk: 3, reserved: 0 }, reserved: 30 },
        concurrency: { underWay: { bulk: 3, reserved: 0 }, reserved: 6 },
        closedForMs: 0,
        closedFor: null,
        learnt: { limit: 60, remaining: 40, resetMs: START + 30_000 },
      });
      expect(await world.ledgers[1]!.describe(randomUUID(), null)).toEqual({
        rate: null,
        concurrency: null,
        closedForMs: 0,
        closedFor: null,
        learnt: null,
      });
    });
  });
}
