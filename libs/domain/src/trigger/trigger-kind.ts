export const TRIGGER_KINDS = [
  'manual',
  'schedule',
  'webhook',
  'event',
  'change',
  'retry',
  'resume',
  'approval',
] as const;
export type TriggerKind = (typeof TRIGGER_KINDS)[number];
