import { decideFollowUp } from './decide-follow-up.js';
import { PLAN_STATES } from './plan.js';

const made = { plan: { role: 'make', planId: 'p' } } as const;
const following = { plan: { role: 'follow', planId: 'p', movedInto: 'm' } } as const;
const execution = (kind: 'preview' | 'approval' | 'carry_out') => ({ plan: { kind, planId: 'p' } });

describe('an execution whose chunks have all reached their end', () => {
  it.each(PLAN_STATES)('is over without a plan, and after a preview or a plan that it took (%s)', (state) => {
    expect(decideFollowUp({}, [{}], undefined)).toBe('close');
    expect(decideFollowUp(execution('preview'), [made], state)).toBe('close');
    expect(decideFollowUp(execution('carry_out'), [following], state)).toBe('close');
  });

  it('waits until somebody approves the plan it has made, then carries it out, once', () => {
    expect(decideFollowUp(execution('approval'), [made], 'making')).toBe('await_approval');
    expect(decideFollowUp(execution('approval'), [made], 'awaiting_approval')).toBe('await_approval');
    expect(decideFollowUp(execution('approval'), [{}, { plan: null }, made], 'ready')).toBe('await_approval');
    expect(decideFollowUp(execution('approval'), [made], 'approved')).toBe('carry_out');
    expect(decideFollowUp(execution('approval'), [made, following], 'approved')).toBe('close');
  });
});
