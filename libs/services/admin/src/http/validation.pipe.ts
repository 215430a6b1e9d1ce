import { InvalidRequest } from '@evenkeel/administration';
import { Injectable, StandardSchemaValidationPipe } from '@nestjs/common';

/** Holds what came in against the schema of its parameter and names every field that does not fit. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({
      exceptionFactory: (issues) =>
        new InvalidRequest(
          issues.map(({ path, message }) => ({
            path: (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
            message,
          })),
        ),
    });
  }
}
