import { holderOf, type Controls, type ControlState } from '../control/control.js';
import { decideGoingOn, decideHold, decidePause } from './decide-pause.js';
import { EXECUTION_STATUSES } from './status.js';
import { someExecution } from './testing/some-execution.js';

const now = new Date('2026-11-21T12:10:00Z');
const later = new Date('2026-11-21T18:00:00Z');
const running = someExecution();
const byUser = someExecution({
  status: 'paused',
  heldBy: 'user',
  deadline: null,
  clockSince: null,
  timeLeftMs: 7,
});
const controls = (engine: ControlState, connection: ControlState): Controls => ({ engine, connection });
const free = controls('running', 'running');
const pause = (execution = running) => decidePause(execution, { actor: 'ada', outages: [], now });
const hold = (execution: typeof running, held: Controls) =>
  decideHold(execution, { controls: held, outages: [], now });
const refused = expect.objectContaining({ code: 'request.wrong_state' }) as Error;

describe('pausing an execution', () => {
  it('keeps its epoch, so that pages under way are applied, and its time', () => {
    expect(pause()).toMatchObject({
      status: 'paused',
      heldBy: 'user',
      epoch: 3,
      deadline: null,
      timeLeftMs: 50 * 60_000,
      reason: { kind: 'user', message: 'Paused by ada' },
    });
  });

  it('changes nothing the second time', () => {
    expect(pause(byUser)).toBeUndefined();
  });

  it('takes over what a connection or the engine holds', () => {
    expect(pause({ ...byUser, heldBy: 'engine' })).toMatchObject({ heldBy: 'user', timeLeftMs: 7 });
  });

  it.each(EXECUTION_STATUSES.filter((status) => status !== 'running' && status !== 'paused'))(
    'is refused for one that is %s',
    (status) => {
      expect(() => pause({ ...running, status })).toThrow(refused);
    },
  );
});

describe('letting a paused execution go on', () => {
  it('starts its clock with the time that was left', () => {
    expect(decideGoingOn(pause()!, free, later)).toMatchObject({
      status: 'running',
      heldBy: null,
      reason: null,
      epoch: 3,
      deadline: new Date(later.getTime() + 50 * 60_000),
      timeLeftMs: null,
    });
  });

  it.each([
    ['engine', controls('paused', 'running')],
    ['connection', controls('running', 'stopped')],
  ])('is refused while the %s is held', (_, held) => {
    expect(() => decideGoingOn(byUser, held, now)).toThrow(refused);
  });
});

describe('what a connection and the engine do to an execution', () => {
  it.each([
    ['engine', controls('paused', 'stopped')],
    ['engine', controls('stopped', 'running')],
    ['connection', controls('running', 'paused')],
    ['connection', controls('running', 'stopped')],
  ] as const)('the %s holds a running one', (heldBy, held) => {
    expect(hold(running, held)).toMatchObject({ status: 'paused', heldBy, timeLeftMs: 50 * 60_000 });
    expect(holderOf(held)).toBe(heldBy);
  });

  it.each([
    [controls('paused', 'stopped'), 'The engine is paused', 'engine'],
    [controls('running', 'stopped'), 'Its connection is stopped', 'connection'],
  ])('and it says which of them has to be resumed', (held, message, holder) => {
    const reason = hold(running, held)?.reason;
    expect(reason).toMatchObject({ kind: 'user', code: null, message });
    expect(reason?.remedy).toContain(`once the ${holder} is resumed`);
  });

  it.each(EXECUTION_STATUSES.filter((status) => status !== 'running' && status !== 'paused'))(
    'nothing, where it is %s',
    (status) => {
      expect(hold({ ...running, status }, controls('stopped', 'stopped'))).toBeUndefined();
    },
  );

  it('nothing, where both run', () => {
    expect(hold(running, free)).toBeUndefined();
  });

  it('lets go on what it held, and leaves alone what a person paused', () => {
    const held = hold(running, controls('paused', 'running'))!;
    expect(hold(held, free)).toMatchObject({ status: 'running', heldBy: null, deadline: running.deadline });
    expect(hold(byUser, free)).toBeUndefined();
    expect(hold(byUser, controls('paused', 'paused'))).toBeUndefined();
  });

  it('says which of them still holds it', () => {
    const held = hold(running, controls('paused', 'paused'))!;
    expect(hold(held, controls('running', 'paused'))).toMatchObject({
      status: 'paused',
      heldBy: 'connection',
    });
  });

  it('carried out once is settled', () => {
    const held = hold(running, controls('running', 'stopped'))!;
    expect(hold(held, controls('running', 'stopped'))).toBeUndefined();
  });
});
