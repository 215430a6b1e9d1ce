import { randomUUID } from 'node:crypto';
import type { BreakerBoard } from '@evenkeel/ports';

export interface BreakerBoardWorld {
  /** As several processes have it: each with connections of its own, on the same rows. */
  readonly boards: readonly BreakerBoard[];
  /** What the database's clock says from now on. */
  readonly setNow: (now: Date) => void;
}

export interface BreakerBoardConformance {
  readonly open: () => Promise<BreakerBoardWorld>;
}

const START = Date.parse('2031-01-01T00:00:00Z');

/** What every breaker board owes its callers. */
export function describeBreakerBoard(name: string, { open }: BreakerBoardConformance): void {
  describe(`${name} keeps the promises of a breaker board:`, () => {
    let world: BreakerBoardWorld;
    let connectionId: string;
    let one: BreakerBoard;
    let other: BreakerBoard;
    const at = (ms: number) => world.setNow(new Date(START + ms));
    const probeByAll = async () => {
      const answers = await Promise.all(
        world.boards.map((board, index) => board.takeProbe(connectionId, `${index}`, 1_000)),
      );
      return answers.flatMap((taken, index) => (taken ? [index] : []));
    };
    beforeEach(async () => {
      world = await open();
      [one, other] = world.boards as [BreakerBoard, BreakerBoard];
      connectionId = randomUUID();
      at(0);
    });

    it('is closed until somebody trips it, and then open for everyone', async () => {
      expect(await other.look(connectionId)).toEqual({ state: 'closed', untilProbeMs: 0 });
      await one.trip(connectionId, 30_000);
      at(1_000);
      await other.trip(connectionId, 30_000);
      expect(await other.look(connectionId)).toEqual({ state: 'open', untilProbeMs: 29_000 });
    });

    it('gives the probe of a closed breaker to nobody, and of an open one to nobody before its time', async () => {
      expect(await probeByAll()).toEqual([]);
      await one.trip(connectionId, 30_000);
      at(29_999);
      expect(await probeByAll()).toEqual([]);
    });

    it('gives the probe to one alone, however many race for it', async () => {
      await one.trip(connectionId, 30_000);
      at(30_000);
      expect(await probeByAll()).toHaveLength(1);
      expect(await other.look(connectionId)).toEqual({ state: 'half_open', untilProbeMs: 1_000 });
      expect(await probeByAll()).toEqual([]);
    });

    it('gives the probe to another when its maker is not heard of', async () => {
      await one.trip(connectionId, 0);
      await one.takeProbe(connectionId, 'lost', 1_000);
      at(1_000);
      expect(await probeByAll()).toHaveLength(1);
      await one.endProbe(connectionId, 'lost', { kind: 'succeed' });
      expect((await one.look(connectionId)).state).toBe('half_open');
    });

    it('closes for everyone when the probe succeeds', async () => {
      await one.trip(connectionId, 0);
      await one.takeProbe(connectionId, 'one', 1_000);
      await one.endProbe(connectionId, 'one', { kind: 'succeed' });
      expect(await other.look(connectionId)).toEqual({ state: 'closed', untilProbeMs: 0 });
    });

    it('opens afresh when the probe fails', async () => {
      await one.trip(connectionId, 0);
      await one.takeProbe(connectionId, 'one', 1_000);
      await one.endProbe(connectionId, 'one', { kind: 'fail', openForMs: 7_000 });
      expect(await other.look(connectionId)).toEqual({ state: 'open', untilProbeMs: 7_000 });
    });
  });
}
