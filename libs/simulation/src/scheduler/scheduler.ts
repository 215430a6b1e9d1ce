import type { SeededRandom } from '../world/seeded-random.js';

/** Something that could happen next. */
export interface Action {
  /** Tells it from everything else that could happen, in the same words whenever the same seed is played. */
  readonly name: string;
  readonly happen: () => void;
}

/** The one action of its kind. */
export function one(name: string, happen: () => void): readonly Action[] {
  return [{ name, happen }];
}

/** Actions of one kind, which are as likely together as their weight says. */
export interface ActionKind {
  readonly weight: number;
  readonly actions: () => readonly Action[];
}

/** Decides what happens next. Whatever decides, the names of its choices are the schedule of the play. */
export abstract class Scheduler {
  /** Undefined if nothing can happen. */
  abstract choose(kinds: readonly ActionKind[]): Action | undefined;
}

export class SeededScheduler extends Scheduler {
  constructor(private readonly random: SeededRandom) {
    super();
  }

  choose(kinds: readonly ActionKind[]): Action | undefined {
    let left = kinds.filter(({ weight }) => weight > 0);
    while (left.length > 0) {
      const kind = this.pickKind(left);
      const actions = kind.actions();
      if (actions.length > 0) return this.random.pick(actions);
      left = left.filter((other) => other !== kind);
    }
    return undefined;
  }

  private pickKind(kinds: readonly ActionKind[]): ActionKind {
    let point = this.random.next() * kinds.reduce((sum, { weight }) => sum + weight, 0);
    const picked = kinds.find(({ weight }) => (point -= weight) < 0) ?? kinds[kinds.length - 1];
    if (picked === undefined) throw new RangeError('No kind to pick from');
    return picked;
  }
}

/** The schedule that was recorded asks for something that cannot happen: the engine is not what it was. */
export class ReplayDiverged extends Error {
  constructor(step: number, wanted: string | undefined, offered: readonly string[]) {
    super(
      `Step ${step} of the schedule is "${wanted ?? 'the end'}", but possible is only: ${offered.join('; ')}`,
    );
  }
}

/** Plays a recorded schedule, choice by choice. */
export class ReplayingScheduler extends Scheduler {
  private step = 0;

  constructor(private readonly choices: readonly string[]) {
    super();
  }

  choose(kinds: readonly ActionKind[]): Action | undefined {
    const actions = kinds.flatMap(({ weight, actions: of }) => (weight > 0 ? of() : []));
    const wanted = this.choices[this.step];
    this.step += 1;
    const option = actions.find(({ name }) => name === wanted);
    if (option === undefined)
      throw new ReplayDiverged(
        this.step,
        wanted,
        actions.map(({ name }) => name),
      );
    return option;
  }
}
