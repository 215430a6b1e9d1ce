/** The class of an error decides what happens next; nothing else does. */
export const ERROR_CLASSES = [
  'transient',
  'rate_limit',
  'auth',
  'config',
  'data',
  'business',
  'conflict',
  'system',
] as const;
export type ErrorClass = (typeof ERROR_CLASSES)[number];

const RECOVERABLE: readonly ErrorClass[] = ['transient', 'system', 'conflict'];

/** Whether trying again may help by itself: with anything else a person has to change something first. */
export function isRecoverable(errorClass: ErrorClass): boolean {
  return RECOVERABLE.includes(errorClass);
}
