import { InvalidArgumentError } from 'commander';

/** A time with a zone as it is; a date is its first moment in UTC. */
export function readTime(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `${text}T00:00:00Z`;
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return text;
  throw new InvalidArgumentError(
    'Give a date like 2026-01-31, or a time with its zone like 2026-01-31T08:00:00Z.',
  );
}
