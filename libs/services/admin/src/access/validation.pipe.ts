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
    if (metadata.type === 'query') assertSaidOnce(value as object);
    return super.transform(value, metadata);
  }
}

/** Which of two values would count is anyone's guess, and a schema would only say that a list is no text. */
function assertSaidOnce(query: object): void {
  const twice = Object.entries(query).filter(([, value]) => Array.isArray(value));
  if (twice.length === 0) return;
  throw new InvalidRequest(
    twice.map(([path, values]) => ({
      path,
      message: `is given ${(values as readonly unknown[]).length} times, and takes one value`,
    })),
  );
}
