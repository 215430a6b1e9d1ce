import { decideResume, type ResumeCircumstances } from './decide-resume.js';
import { someExecution } from './testing/some-execution.js';

const now = new Date('2026-11-21T12:00:00Z');
const cancelled = someExecution({
  status: 'cancelled',
  epoch: 1,
  reason: { kind: 'user', code: null, message: 'Cancelled by ada', remedy: null },
  finishedAt: now,
});
const circumstances: ResumeCircumstances = {
  chunks: [{ state: 'abandoned' }],
  activeBulk: undefined,
  timeoutMinutes: 60,
  now,
};
const wrongState = (message: RegExp) =>
  expect.objectContaining({
    code: 'request.wrong_state',
    message: expect.stringMatching(message) as string,
  }) as unknown as Error;

describe('decideResume', () => {
  it('refuses one that its breaker stopped: what failed in it was not kept', () => {
    const reason = { kind: 'circuit_breaker', code: null, message: 'm', remedy: null } as const;
    expect(() => decideResume({ ...cancelled, status: 'failed', reason }, circumstances)).toThrow(
      wrongState(/run the job again/),
    );
  });

  it('refuses one whose listing was stopped because it did not end: it would be stopped again', () => {
    const [code, message] = ['provider.listing_endless', 'm'];
    const reason = { kind: 'config', code, message, remedy: null } as const;
    expect(() => decideResume({ ...cancelled, status: 'failed', reason }, circumstances)).toThrow(
      wrongState(/say how many may come/),
    );
  });

  it('refuses one while it is to be decided whether what it created is made up, and where that was found', () => {
    const asked = (state: 'waiting' | 'granted' | 'rejected' | 'superseded') =>
      decideResume(cancelled, { ...circumstances, asked: { id: 'a1', cause: 'endless_listing', state } });
    expect(() => asked('waiting')).toThrow(wrongState(/reject approval a1 to keep it, then resume$/));
    expect(() => asked('granted')).toThrow(wrongState(/made inactive by an approval: run the job again/));
    expect(asked('rejected')).toMatchObject({ kind: 'resume' });
    expect(asked('superseded')).toMatchObject({ kind: 'resume' });
  });

  it('lets one go on whose close-out waits for a person', () => {
    const asked = { id: 'a1', cause: 'not_listed', state: 'waiting' } as const;
    expect(decideResume(cancelled, { ...circumstances, asked })).toMatchObject({ kind: 'resume' });
  });

  it('lets one go on that ended without a reason, as one of which some records failed does', () => {
    const ended = { ...cancelled, status: 'completed_with_errors', reason: null } as const;
    expect(decideResume(ended, circumstances)).toMatchObject({ kind: 'resume' });
  });

  it('refuses one that read nothing, whichever way that shows', () => {
    const nothing = wrongState(/before it read anything/);
    expect(() => decideResume({ ...cancelled, startedAt: null }, circumstances)).toThrow(nothing);
    expect(() => decideResume(cancelled, { ...circumstances, chunks: [] })).toThrow(nothing);
  });

  it('refuses one only where every chunk was applied', () => {
    const chunks = (...states: readonly ('applied' | 'abandoned')[]) => states.map((state) => ({ state }));
    expect(() => decideResume(cancelled, { ...circumstances, chunks: chunks('applied', 'applied') })).toThrow(
      wrongState(/Every page/),
    );
    const open = { ...circumstances, chunks: chunks('applied', 'abandoned') };
    expect(decideResume(cancelled, open)).toMatchObject({ kind: 'resume' });
  });

  it.each(['cancelled', 'failed', 'timed_out', 'completed_with_errors'] as const)(
    'lets one that ended as %s go on in a new epoch with a deadline of its own',
    (status) => {
      expect(decideResume({ ...cancelled, status }, circumstances)).toEqual({
        kind: 'resume',
        execution: {
          ...cancelled,
          status: 'running',
          epoch: 2,
          reason: null,
          finishedAt: null,
          deadline: new Date('2026-11-21T13:00:00Z'),
          clockSince: now,
        },
      });
    },
  );

  it('changes nothing when it runs already', () => {
    expect(decideResume({ ...cancelled, status: 'running' }, circumstances)).toEqual({
      kind: 'already_running',
    });
  });

  it('refuses a completed one: it is final', () => {
    expect(() => decideResume({ ...cancelled, status: 'completed' }, circumstances)).toThrow(
      wrongState(/completed cannot be resumed/),
    );
  });

  it('refuses one that never began, since it would end at once with nothing read', () => {
    expect(() => decideResume({ ...cancelled, startedAt: null }, { ...circumstances, chunks: [] })).toThrow(
      wrongState(/run the job again/),
    );
  });

  it('refuses one of which nothing is left', () => {
    expect(() => decideResume(cancelled, { ...circumstances, chunks: [{ state: 'applied' }] })).toThrow(
      wrongState(/nothing is left/),
    );
  });

  it('refuses a second active bulk execution of the job', () => {
    expect(() => decideResume(cancelled, { ...circumstances, activeBulk: 'other' })).toThrow(
      wrongState(/other/),
    );
  });

  it('lets a run of named records go on beside a bulk run', () => {
    expect(
      decideResume({ ...cancelled, lane: 'single' }, { ...circumstances, activeBulk: 'other' }).kind,
    ).toBe('resume');
  });
});
