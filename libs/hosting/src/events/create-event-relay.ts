import type { Platform } from '../platform/platform.js';
import { EventRelay } from './event-relay.js';

export function createEventRelay(platform: Platform): EventRelay {
  const { postgres, outbox, bus, timers, log, meter, settings } = platform;
  return new EventRelay({
    ...{ events: postgres.events, outbox, bus, timers, log, meter },
    keepDays: settings.retention?.eventDays,
    publishes: settings.bus.kind === 'kafka',
  });
}
