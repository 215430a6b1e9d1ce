import { assertStorable, InvalidRequest, placeText } from '@evenkeel/administration';
import { Injectable, StandardSchemaValidationPipe, type ArgumentMetadata } from '@nestjs/common';

/** Holds what came in against the schema of its parameter and names every field that does not fit. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({
      exceptionFactory: (issues) =>
        new InvalidRequest(
          issues.map(({ path, message }) => ({
            path: placeText((path ?? []).map((part) => (typeof part === 'object' ? part.key : part))),
            message,
          })),
        ),
    });
  }

  override transform<T = unknown>(value: T, metadata: ArgumentMetadata): Promise<T> {
    // First, for what follows goes down as deep as the value does.
    assertStorable(value, metadata.data);
    return super.transform(value, metadata);
  }
}
