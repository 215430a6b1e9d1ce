import { SyncError } from '@evenkeel/domain';

/** So many at most are done in one go. */
const MOST = 200;
const AT_ONCE = 2;

interface Asked<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does the same for many callers in one go, in the order in which they asked: what comes while others are under way waits for the next one, so
 * that a flood costs few transactions and a single caller waits for none. Where they fail together each is tried alone, unless the store is away.
 */
export class Together<Item, Answer> {
  private waiting: Asked<Item, Answer>[] = [];
  private underWay = 0;

  /** @param work gives an answer for each item, in their order */
  constructor(private readonly work: (items: readonly Item[]) => Promise<readonly Answer[]>) {}

  ask(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.begin();
    });
  }

  private begin(): void {
    if (this.underWay >= AT_ONCE || this.waiting.length === 0) return;
    const taken = this.waiting.splice(0, MOST);
    this.underWay += 1;
    void this.carry(taken).finally(() => {
      this.underWay -= 1;
      this.begin();
    });
  }

  private async carry(taken: readonly Asked<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.work(taken.map(({ item }) => item));
      for (const [at, { resolve }] of taken.entries()) resolve(answers[at] as Answer);
    } catch (error) {
      const isAway = error instanceof SyncError && error.code === 'system.database';
      if (taken.length === 1 || isAway) for (const { reject } of taken) reject(error);
      else for (const each of taken) await this.carry([each]);
    }
  }
}
