export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log. Fields carry ids, never payloads or secrets. */
export abstract class Logger {
  abstract debug(message: string, fields?: LogFields): void;
  abstract info(message: string, fields?: LogFields): void;
  abstract warn(message: string, fields?: LogFields): void;
  abstract error(message: string, fields?: LogFields): void;
}
