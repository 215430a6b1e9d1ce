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
