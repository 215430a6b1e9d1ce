import fc from 'fast-check';
import type { ExecutionStatus } from '../execution/status.js';
import { decideGroupRun } from './decide-group-run.js';
import type { GroupMember } from './sync-group.js';

function member(
  jobId: string,
  dependsOn: readonly string[],
  status: ExecutionStatus | 'requested' | null = null,
): GroupMember {
  const begun = status !== null && status !== 'requested';
  return {
    jobId,
    dependsOn,
    triggerId: status === null ? null : `trigger of ${jobId}`,
    executionId: begun ? `execution of ${jobId}` : null,
    status: begun ? status : null,
  };
}
const states = (members: readonly GroupMember[]) => Object.fromEntries(decideGroupRun(members).states);

describe('decideGroupRun', () => {
  it('starts what depends on nothing in the group, and the others behind it', () => {
    const members = [member('b', ['a']), member('a', ['elsewhere']), member('c', [])];
    expect(decideGroupRun(members)).toMatchObject({ status: 'running', start: ['a', 'c'] });
    const later = [member('b', ['a']), member('a', [], 'completed'), member('c', [], 'running')];
    expect(decideGroupRun(later)).toMatchObject({ status: 'running', start: ['b'] });
  });

  it('starts nothing twice, and nothing while what it needs goes on', () => {
    expect(decideGroupRun([member('a', [], 'requested'), member('b', ['a'])]).start).toEqual([]);
    expect(decideGroupRun([member('a', [], 'running'), member('b', ['a'])]).start).toEqual([]);
  });

  it('holds back what is behind a failure, all the way, until it is made good', () => {
    const failed = [
      member('a', [], 'failed'),
      member('b', ['a']),
      member('c', ['b']),
      member('d', [], 'completed'),
    ];
    expect(states(failed)).toEqual({ a: 'failed', b: 'held_back', c: 'held_back', d: 'completed' });
    expect(decideGroupRun(failed)).toMatchObject({ status: 'completed_with_errors', start: [] });
    const resumed = [member('a', [], 'completed_with_errors'), ...failed.slice(1)];
    expect(decideGroupRun(resumed)).toMatchObject({ status: 'running', start: ['b'] });
  });

  it('says of each job whether it waits, was asked for or goes on', () => {
    const members = [member('a', [], 'requested'), member('b', [], 'paused'), member('c', ['a', 'b'])];
    expect(states(members)).toEqual({ a: 'requested', b: 'paused', c: 'waiting' });
  });

  it('starts none of the jobs that came to depend on each other, and ends', () => {
    const circle = [member('a', ['b']), member('b', ['a'])];
    expect(decideGroupRun(circle)).toMatchObject({ status: 'failed', start: [] });
    expect(states(circle)).toEqual({ a: 'held_back', b: 'held_back' });
  });

  it('goes on behind a job that has run, though that one came to depend on it', () => {
    const circle = [member('a', ['b'], 'completed'), member('b', ['a'])];
    expect(decideGroupRun(circle).start).toEqual(['b']);
    expect(decideGroupRun(circle.toReversed()).start).toEqual(['b']);
  });

  it.each([
    [['completed', 'completed'], 'completed'],
    [['completed', 'completed_with_errors'], 'completed_with_errors'],
    [['completed', 'failed'], 'completed_with_errors'],
    [['failed', 'cancelled'], 'failed'],
    [['completed', 'paused'], 'running'],
    [['failed', 'queued'], 'running'],
  ] as const)('of %j makes %s', (statuses, status) => {
    expect(decideGroupRun(statuses.map((one, n) => member(String(n), [], one))).status).toBe(status);
  });

  it('always ends, having run each job once, whatever depends on what', () => {
    const edges = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 20 });
    const outcomes = fc.array(fc.constantFrom<ExecutionStatus>('completed', 'failed'), {
      minLength: 7,
      maxLength: 7,
    });
    fc.assert(
      fc.property(edges, outcomes, (drawn, ends) => {
        let members = ends.map((_, n) =>
          member(
            String(n),
            drawn.filter(([from, to]) => from === n && to < n).map(([, to]) => String(to)),
          ),
        );
        const started: string[] = [];
        for (let round = 0; round < 8; round += 1) {
          const { start } = decideGroupRun(members);
          started.push(...start);
          members = members.map((one) =>
            start.includes(one.jobId) ? member(one.jobId, one.dependsOn, ends[Number(one.jobId)]) : one,
          );
        }
        expect(decideGroupRun(members).status).not.toBe('running');
        expect(new Set(started).size).toBe(started.length);
        if (ends.every((end) => end === 'completed')) expect(started).toHaveLength(ends.length);
      }),
    );
  });
});
