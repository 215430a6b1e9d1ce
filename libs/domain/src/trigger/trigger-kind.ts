export const TRIGGER_KINDS = [
  'manual',
  'schedule',
  'webhook',
  'event',
  'retry',
  'resume',
  'approval',
] as const;
export type TriggerKind = (typeof TRIGGER_KINDS)[number];
