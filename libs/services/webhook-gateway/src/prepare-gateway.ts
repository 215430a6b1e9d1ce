import type { INestApplication } from '@nestjs/common';
import { Logger } from '@evenkeel/ports';
import { RefusalFilter } from './refusal.filter.js';

/** What never reaches the controller is refused as what does: unknown addresses, bodies that are too large. */
export function prepareGateway(app: INestApplication): void {
  app.useGlobalFilters(new RefusalFilter(app.get(Logger)));
}
