import { type DeliveryStep, deliverySteps, type StepResult } from './delivery-steps.js';

const OK: StepResult = { ok: true };
const FAILED: StepResult = { ok: false, error: new Error('no') };

/** Walks the steps and notes each as a word or two. */
function walk(payloads: string[], answer: (step: DeliveryStep<string>) => StepResult): string[] {
  const noted: string[] = [];
  const steps = deliverySteps(payloads);
  for (let next = steps.next(); next.done !== true && noted.length < 30;) {
    const step = next.value;
    if (step.do === 'handle') noted.push(`handle ${step.payloads.join('+')}`);
    if (step.do === 'pause') noted.push(`pause ${step.ms}`);
    if (step.do === 'keep') noted.push(`keep ${step.payload} after ${step.attempts}`);
    next = steps.next(answer(step));
  }
  return noted;
}

const failsWith = (poison: string) => (step: DeliveryStep<string>) =>
  step.do === 'handle' && step.payloads.includes(poison) ? FAILED : OK;

describe('delivery steps', () => {
  it('hand over what belongs together in one go', () => {
    expect(walk(['a', 'b'], () => OK)).toEqual(['handle a+b']);
  });

  it('single out the payload that fails and bring the others to their handler', () => {
    expect(walk(['a', 'b', 'c'], failsWith('b'))).toEqual([
      'handle a+b+c',
      'handle a',
      ...[50, 150, 450, 1350].flatMap((ms) => ['handle b', `pause ${ms}`]),
      'handle b',
      'keep b after 5',
      'handle c',
    ]);
  });

  it('start over while a stuck message cannot be kept', () => {
    let keeps = 0;
    const noted = walk(['a'], (step) =>
      step.do === 'pause' || (step.do === 'keep' && ++keeps === 2) ? OK : FAILED,
    );
    expect(noted.filter((step) => step.startsWith('keep'))).toEqual(['keep a after 5', 'keep a after 5']);
    expect(noted.filter((step) => step.startsWith('handle'))).toHaveLength(10);
    expect(noted[noted.indexOf('keep a after 5') + 1]).toBe('pause 1000');
  });
});
