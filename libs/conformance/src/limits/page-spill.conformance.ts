import { randomBytes } from 'node:crypto';
import type { PageSpill } from '@evenkeel/ports';

/** What every store of spilled values owes its callers. */
export function describePageSpill(name: string, open: () => PageSpill): void {
  describe(`${name} keeps the promises of spilled values:`, () => {
    it('gives each value back as it was, under a name of its own, as often as it is asked for', async () => {
      const spill = open();
      const values = [randomBytes(3_000_000), Buffer.from([0, 255, 0]), Buffer.alloc(0)];
      const names = await Promise.all(values.map((value) => spill.keep(value)));
      expect(new Set(names).size).toBe(3);
      for (let time = 0; time < 2; time += 1)
        for (const [nth, value] of values.entries())
          expect(Buffer.compare((await spill.find(names[nth]!))!, value)).toBe(0);
    });

    it('forgets what it is told to, and nothing else', async () => {
      const spill = open();
      const [kept, one, other] = await Promise.all(
        ['kept', 'one', 'other'].map((text) => spill.keep(Buffer.from(text))),
      );
      await spill.forget([one!, other!]);
      await spill.forget([one!, 'no name of ours']);
      await expect(Promise.all([spill.find(one!), spill.find(other!)])).resolves.toEqual([
        undefined,
        undefined,
      ]);
      await expect(spill.find(kept!)).resolves.toEqual(Buffer.from('kept'));
      await expect(spill.find('no name of ours')).resolves.toBeUndefined();
    });
  });
}
