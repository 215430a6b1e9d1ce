import { messageCatalog } from '@evenkeel/contracts-messages';
import type { Platform } from '../platform/platform.js';
import { OutboxRelay } from './outbox-relay.js';

export function createOutboxRelay(platform: Platform): OutboxRelay {
  const { outbox, bus, stuckMessages, timers, log, meter, tracing, settings } = platform;
  return new OutboxRelay({
    outbox,
    bus,
    stuckMessages,
    timers,
    log,
    meter,
    tracing,
    catalog: messageCatalog,
    process: settings.process,
  });
}
