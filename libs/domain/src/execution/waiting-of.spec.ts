import type { Waiting } from './waiting.js';
import type { Postponement } from '../chunk/postponement.js';
import { describeProblem, SyncError } from '../errors/sync-error.js';
import { NO_TRIES } from '../retry/call-postponed.js';
import { waitingOf, waitOfExecution } from './waiting-of.js';

const running = { status: 'running' } as const;
const claimed = (waiting?: Waiting) => ({ state: 'claimed', ...(waiting && { waiting }) }) as const;

describe('what an execution waits for', () => {
  it('is what any of its chunks waits for, whatever the others do', () => {
    expect(waitingOf(running, [claimed('none'), claimed('quota'), claimed()])).toBe('quota');
    expect(waitingOf(running, [claimed('ingestion'), claimed('quota')])).toBe('quota');
    expect(waitingOf(running, [claimed('quota'), claimed('breaker'), claimed('ingestion')])).toBe('breaker');
  });

  it('is nothing where every chunk moves', () => {
    expect(waitingOf(running, [claimed('none'), claimed()])).toBe('none');
    expect(waitingOf(running, [])).toBe('none');
  });

  it('is a free worker while none of its chunks is taken, and not what one said before it was given back or had ended', () => {
    const said = { waiting: 'quota' } as const;
    expect(
      waitingOf(running, [
        { state: 'assigned', ...said },
        { state: 'applied', ...said },
      ]),
    ).toBe('worker');
    expect(waitingOf(running, [{ state: 'applied', ...said }])).toBe('none');
    expect(waitingOf(running, [{ state: 'assigned' }, claimed()])).toBe('none');
  });

  it.each(['paused', 'cancelled', 'completed'] as const)('is nothing while it is %s', (status) => {
    expect(waitingOf({ status }, [claimed('quota')])).toBe('none');
  });
});

describe('the wait of an execution', () => {
  const NOW = new Date('2026-11-29T12:00:00Z');
  const inSeconds = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
  const postponed = (seconds: number, waiting: Postponement['waiting'] = 'quota') => {
    const problem = describeProblem(new SyncError('provider.rate_limited', `Not for ${seconds} s`));
    const by: Postponement = { waiting, problem, tries: NO_TRIES, pagesApplied: 0 };
    return { state: 'planned', notBefore: inSeconds(seconds), postponed: by } as const;
  };

  it('is that of the chunk which goes on first, with what its provider said', () => {
    expect(waitingOf(running, [{ ...postponed(60), state: 'assigned' }])).toBe('worker');
    expect(waitOfExecution(running, [postponed(60), postponed(20)], NOW)).toEqual({
      until: inSeconds(20),
      message: 'Not for 20 s',
    });
    expect(waitingOf(running, [postponed(60, 'breaker')])).toBe('breaker');
  });

  it('is none while another chunk goes on, after its end, and once the execution stands still', () => {
    expect(waitOfExecution(running, [postponed(60), claimed()], NOW)).toBeNull();
    expect(waitOfExecution(running, [postponed(60), { state: 'assigned' }], NOW)).toBeNull();
    expect(waitOfExecution(running, [postponed(0)], NOW)).toBeNull();
    expect(waitOfExecution({ status: 'paused' }, [postponed(60)], NOW)).toBeNull();
    expect(waitOfExecution(running, [{ state: 'planned' }, { state: 'applied' }], NOW)).toBeNull();
  });
});
