import { holderOf, type Controls, type Holder } from '../control/control.js';
import { SyncError } from '../errors/sync-error.js';
import type { Execution } from './execution.js';
import type { ExecutionReason } from './reason.js';
import { startClock, stopClock, type Outage } from './timeout-clock.js';

export interface PauseCircumstances {
  readonly actor: string;
  readonly outages: readonly Outage[];
  readonly now: Date;
}

/**
 * A person pauses an execution: its epoch stays, so that pages under way are still applied, and only nothing more is read.
 * What a connection or the engine holds is from then on held by the person. Undefined: it is as it should be. Throws
 * `request.wrong_state`.
 */
export function decidePause(
  execution: Execution,
  { actor, outages, now }: PauseCircumstances,
): Execution | undefined {
  if (execution.status === 'paused') {
    if (execution.heldBy === 'user') return undefined;
    return { ...execution, heldBy: 'user', reason: pausedBy(actor) };
  }
  if (execution.status !== 'running') {
    throw new SyncError(
      'request.wrong_state',
      `Only a running execution can be paused, and this one is ${execution.status}`,
    );
  }
  return hold(execution, { by: 'user', reason: pausedBy(actor), outages, now });
}

/** A person lets a paused execution go on where it stands. Throws `request.wrong_state` while something else holds it. */
export function decideGoingOn(execution: Execution, controls: Controls, now: Date): Execution {
  const holder = holderOf(controls);
  if (holder === null) return goOn(execution, now);
  throw new SyncError(
    'request.wrong_state',
    `The ${holder} of this execution is ${controls[holder]}: resume the ${holder}, then it goes on`,
  );
}

/**
 * What the connection and the engine mean for an execution: a running one is held while one of them does not run, and goes
 * on once both do. What a person paused only a person lets go on. Undefined: it is as it should be.
 */
export function decideHold(
  execution: Execution,
  { controls, outages, now }: Omit<PauseCircumstances, 'actor'> & { readonly controls: Controls },
): Execution | undefined {
  const by = holderOf(controls);
  const { status, heldBy } = execution;
  if (status === 'running' && by !== null)
    return hold(execution, { by, reason: heldFor(by, controls), outages, now });
  if (status !== 'paused' || heldBy === 'user' || heldBy === by) return undefined;
  if (by === null) return goOn(execution, now);
  return { ...execution, heldBy: by, reason: heldFor(by, controls) };
}

interface Hold {
  readonly by: Holder;
  readonly reason: ExecutionReason;
  readonly outages: readonly Outage[];
  readonly now: Date;
}

function hold(execution: Execution, { by, reason, outages, now }: Hold): Execution {
  return { ...execution, ...stopClock(execution, outages, now), status: 'paused', heldBy: by, reason };
}

function goOn(execution: Execution, now: Date): Execution {
  return { ...execution, ...startClock(execution, now), status: 'running', heldBy: null, reason: null };
}

function pausedBy(actor: string): ExecutionReason {
  const remedy = 'Resume it to go on where it stands.';
  return { kind: 'user', code: null, message: `Paused by ${actor}`, remedy };
}

function heldFor(by: Exclude<Holder, 'user'>, controls: Controls): ExecutionReason {
  const message =
    by === 'engine' ? `The engine is ${controls.engine}` : `Its connection is ${controls.connection}`;
  return { kind: 'user', code: null, message, remedy: `It goes on by itself once the ${by} is resumed.` };
}
