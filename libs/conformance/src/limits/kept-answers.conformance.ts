import type { KeptAnswer, KeptAnswers } from '@evenkeel/ports';

export interface KeptAnswersWorld {
  readonly answers: KeptAnswers;
  /** A connection that exists, and another one. */
  readonly connectionIds: readonly [string, string];
  /** What the database's clock says from now on. */
  readonly setNow: (now: Date) => void;
  /** Gives the first connection other credentials. */
  readonly changeCredentials: () => Promise<void>;
}

const START = Date.parse('2031-01-01T00:00:00Z');
const DAY_MS = 86_400_000;

/** What every store of kept answers owes its callers. */
export function describeKeptAnswers(
  name: string,
  { open }: { readonly open: () => Promise<KeptAnswersWorld> },
): void {
  describe(`${name} keeps the promises of kept answers:`, () => {
    let world: KeptAnswersWorld;
    let answers: KeptAnswers;
    let one: string;
    let other: string;
    const address = `https://api.example/things?${'x'.repeat(10_000)}`;
    const answer: KeptAnswer = {
      etag: 'W/"7"',
      lastModified: null,
      headers: { link: '<a>; rel="next"', 'x-odd': 'ü"\\' },
      body: Buffer.from([0, 255, 128, 34]),
    };
    const at = (ms: number) => world.setNow(new Date(START + ms));
    beforeEach(async () => {
      world = await open();
      ({ answers } = world);
      [one, other] = world.connectionIds;
      at(0);
    });

    it('gives an answer back byte by byte, to its connection and address only', async () => {
      expect(await answers.find(one, address)).toBeUndefined();
      await answers.keep(one, address, answer);
      const found = await answers.find(one, address);
      expect({ ...found, body: [...(found?.body ?? [])] }).toEqual({ ...answer, body: [...answer.body] });
      expect(await answers.find(other, address)).toBeUndefined();
      expect(await answers.find(one, `${address}y`)).toBeUndefined();
    });

    it('has the latest answer, and none that is older than a day', async () => {
      await answers.keep(one, address, answer);
      at(DAY_MS / 2);
      await answers.keep(one, address, { ...answer, etag: '"8"' });
      at(DAY_MS);
      await answers.forgetOld(one);
      expect((await answers.find(one, address))?.etag).toBe('"8"');
      at(1.5 * DAY_MS);
      expect(await answers.find(one, address)).toBeUndefined();
      await answers.forgetOld(one);
      at(0);
      expect(await answers.find(one, address)).toBeUndefined();
    });

    it('forgets what was given to other credentials', async () => {
      await answers.keep(one, address, answer);
      await answers.keep(other, address, answer);
      await world.changeCredentials();
      expect(await answers.find(one, address)).toBeUndefined();
      expect(await answers.find(other, address)).toBeDefined();
    });
  });
}
