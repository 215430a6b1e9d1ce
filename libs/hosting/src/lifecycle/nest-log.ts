import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@evenkeel/ports';

/** Nest's own lines in our log. What it calls a log line is wiring: of interest only when something does not start. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: readonly unknown[]): void {
    this.logger.debug(String(message), about(rest));
  }

  debug(message: unknown, ...rest: readonly unknown[]): void {
    this.logger.debug(String(message), about(rest));
  }

  verbose(message: unknown, ...rest: readonly unknown[]): void {
    this.logger.debug(String(message), about(rest));
  }

  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.logger.warn(String(message), about(rest));
  }

  error(message: unknown, ...rest: readonly unknown[]): void {
    this.logger.error(String(message), about(rest));
  }

  fatal(message: unknown, ...rest: readonly unknown[]): void {
    this.logger.error(String(message), about(rest));
  }
}

/** Nest gives an optional stack and, last, the class that speaks. */
function about(rest: readonly unknown[]): Record<string, unknown> {
  const context = rest.at(-1);
  const error = rest.length > 1 ? rest[0] : undefined;
  return {
    ...(typeof context === 'string' ? { context } : {}),
    ...(error === undefined ? {} : { error }),
  };
}
