import type { Stage } from './database/stage.js';

/** Each stage takes the next seed as soon as it is free, until all are played or one has shown enough. */
export async function shareOut(
  stages: readonly Stage[],
  seeds: Iterable<number>,
  play: (stage: Stage, seed: number) => Promise<'enough' | void>,
): Promise<void> {
  const left = seeds[Symbol.iterator]();
  let isEnough = false;
  const playLane = async (stage: Stage): Promise<void> => {
    for (let next = left.next(); !next.done && !isEnough; next = left.next()) {
      if ((await play(stage, next.value)) === 'enough') isEnough = true;
    }
  };
  await Promise.all(stages.map(playLane));
}

export function seedsFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
