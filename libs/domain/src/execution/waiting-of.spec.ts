import type { Waiting } from './waiting.js';
import { waitingOf } from './waiting-of.js';

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

  it('is nothing that a chunk said before it was given back or had ended', () => {
    const said = { waiting: 'quota' } as const;
    expect(
      waitingOf(running, [
        { state: 'assigned', ...said },
        { state: 'applied', ...said },
      ]),
    ).toBe('none');
  });

  it.each(['paused', 'cancelled', 'completed'] as const)('is nothing while it is %s', (status) => {
    expect(waitingOf({ status }, [claimed('quota')])).toBe('none');
  });
});
