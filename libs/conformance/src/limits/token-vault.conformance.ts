import { randomUUID } from 'node:crypto';
import type { TokenKey, RefreshTurn, TokenVault } from '@evenkeel/ports';

export interface TokenVaultWorld {
  /** As several processes have it: each with connections of its own, on the same rows. */
  readonly vaults: readonly TokenVault[];
  /** A connection that exists. */
  readonly connectionId: string;
  /** What the database's clock says from now on. */
  readonly setNow: (now: Date) => void;
}

export interface TokenVaultConformance {
  readonly open: () => Promise<TokenVaultWorld>;
}

const START = Date.parse('2031-01-01T00:00:00Z');
const HOUR_MS = 3_600_000;

/** What every token vault owes its callers. */
export function describeTokenVault(name: string, { open }: TokenVaultConformance): void {
  describe(`${name} keeps the promises of a token vault:`, () => {
    let world: TokenVaultWorld;
    let key: TokenKey;
    let one: TokenVault;
    let other: TokenVault;
    const at = (ms: number) => world.setNow(new Date(START + ms));
    const takeByAll = async (refused: number | null = null): Promise<RefreshTurn[]> =>
      Promise.all(world.vaults.map((vault) => vault.take(key, refused, 40_000)));
    const turnsOf = (answers: readonly RefreshTurn[]) =>
      answers.flatMap(({ turn }) => (turn === undefined ? [] : [turn]));
    beforeEach(async () => {
      world = await open();
      [one, other] = world.vaults as [TokenVault, TokenVault];
      key = { connectionId: world.connectionId, grant: randomUUID() };
      at(0);
    });

    it('gives the turn to one alone, however many race for it, and lets the others wait', async () => {
      expect((await other.look(key, null)).decision).toEqual({ kind: 'refresh' });
      const answers = await takeByAll();
      expect(turnsOf(answers)).toEqual([1]);
      expect(answers.filter(({ decision }) => decision.kind === 'wait')).toHaveLength(answers.length - 1);
      expect((await other.look(key, null)).decision).toMatchObject({ kind: 'wait' });
    });

    it('shows everyone the token that was kept, with the time it has left', async () => {
      await one.take(key, null, 40_000);
      await one.keep(key, 1, { sealed: 'first', lifetimeMs: HOUR_MS });
      at(1_000);
      const token = { generation: 1, sealed: 'first', leftMs: HOUR_MS - 1_000, lifetimeMs: HOUR_MS };
      expect(await other.look(key, null)).toEqual({ decision: { kind: 'use' }, token });
      expect(turnsOf(await takeByAll())).toEqual([]);
    });

    it('has a refused token refreshed once, and the one before it beside that', async () => {
      await one.take(key, null, 40_000);
      await one.keep(key, 1, { sealed: 'first', lifetimeMs: null });
      const answers = await takeByAll(1);
      expect(turnsOf(answers)).toEqual([2]);
      expect(answers.every(({ token }) => token?.sealed === 'first')).toBe(true);
      await one.keep(key, 2, { sealed: 'second', lifetimeMs: null });
      expect(turnsOf(await takeByAll(1))).toEqual([]);
      expect((await other.look(key, 1)).token?.sealed).toBe('second');
    });

    it('gives the turn on when it gave no token, and when nothing is heard of it', async () => {
      await one.take(key, null, 40_000);
      expect(await one.endTurn(key, 1)).toBe(0);
      expect(turnsOf(await takeByAll())).toEqual([2]);
      at(40_000);
      expect(turnsOf(await takeByAll())).toEqual([3]);
      expect(await one.endTurn(key, 2)).toBe(0);
      expect(turnsOf(await takeByAll())).toEqual([]);
    });

    it('keeps what a late turn gave, but not in place of what a later turn gave', async () => {
      await one.take(key, null, 40_000);
      at(40_000);
      await other.take(key, null, 40_000);
      await one.keep(key, 1, { sealed: 'late', lifetimeMs: null });
      expect((await one.look(key, null)).token?.sealed).toBe('late');
      expect(await other.endTurn(key, 2)).toBe(1);
      await other.take(key, 1, 40_000);
      await other.keep(key, 3, { sealed: 'latest', lifetimeMs: null });
      await one.keep(key, 2, { sealed: 'too late', lifetimeMs: null });
      expect((await one.look(key, null)).token?.sealed).toBe('latest');
    });

    it('keeps the tokens of two grants of a connection apart', async () => {
      await one.take(key, null, 40_000);
      await one.keep(key, 1, { sealed: 'first', lifetimeMs: null });
      expect((await one.look({ ...key, grant: 'another' }, null)).token).toBeUndefined();
    });
  });
}
