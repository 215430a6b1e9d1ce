import { Random } from '@evenkeel/ports';

/** For jitter and sampling, never for secrets. */
export class MathRandom extends Random {
  next(): number {
    return Math.random();
  }
}
