import { AdminClient } from '@evenkeel/client-admin';
import type { AnswerOf, OperationId } from '@evenkeel/contracts-admin';
import fc from 'fast-check';
import { journeyFolder } from '../kit/repository.js';
import { startStandalone, type StandaloneUnderTest } from '../kit/standalone.js';
import type { Kind, Trial } from './kind.js';
import { Lab } from './lab.js';
import { SloppyProvider } from './sloppy-provider.js';

export interface Failure {
  readonly trial: number;
  readonly told: string;
  readonly wrong: string;
}

/** For builds whose answers have other members than those of this one. */
class TolerantClient extends AdminClient {
  override answerOf<Id extends OperationId>(_id: Id, content: unknown): AnswerOf<Id> {
    return content as AnswerOf<Id>;
  }
}

/** A real engine beside sloppy providers, in which trials are played one after the other. */
export class Laboratory {
  private labs = 0;

  private constructor(
    private readonly engine: StandaloneUnderTest,
    private readonly providers: { readonly own: SloppyProvider; readonly other: SloppyProvider },
  ) {}

  /** With the engine of a built checkout, or of this one. */
  static async open(name: string, checkout?: string): Promise<Laboratory> {
    const other = checkout === undefined ? {} : { checkout, client: TolerantClient };
    const engine = await startStandalone(journeyFolder(name), other);
    const [here, there] = [await SloppyProvider.start(), await SloppyProvider.start()];
    return new Laboratory(engine, { own: here, other: there });
  }

  /** The trials of a kind that this seed gives, and those that ended wrong. */
  async play(
    { trials }: Kind,
    { seed, count }: { seed: number; count: number },
  ): Promise<readonly Failure[]> {
    const failures: Failure[] = [];
    const drawn = fc.sample(trials, { seed, numRuns: count });
    for (const [trial, each] of drawn.entries()) {
      const wrong = await this.wrongIn(each);
      if (wrong !== undefined) failures.push({ trial, told: JSON.stringify(each.told), wrong });
    }
    return failures;
  }

  private async wrongIn(trial: Trial): Promise<string | undefined> {
    try {
      await trial.play(new Lab(this.engine, this.providers, `trial-${++this.labs}`));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.providers.own.stop(), this.providers.other.stop()]);
    await this.engine.stop();
  }
}
