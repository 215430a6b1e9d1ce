import type { FoundConcern } from './concern.js';
import type { ConcernFacts, DeliveryDays } from './concern-facts.js';

/** An endpoint that received on fewer days receives rarely: its silence says nothing. */
const LEAST_DAYS = 5;
/** So many times its longest gap before: a silence that is not its usual one. */
const MUCH_LONGER = 3;
/** Weekends are no silence, also where none is among the days that are known. */
const LEAST_SILENT_DAYS = 3;

const DAY_MS = 86_400_000;

/** Webhooks whose deliveries are refused, and those to which the provider sends no more. */
export function concernsOfDeliveries(
  { refusedDeliveries, deliveryDays }: Pick<ConcernFacts, 'refusedDeliveries' | 'deliveryDays'>,
  now: Date,
): FoundConcern[] {
  return [
    ...refusedDeliveries.map(({ connection, stream, since, why }): FoundConcern => {
      const message = `Deliveries to the webhook of ${stream} are refused: ${why}`;
      return { kind: 'deliveries_refused', about: connection, id: null, since, message };
    }),
    ...deliveryDays
      .filter((days) => isSilent(days, now))
      .map(({ connection, stream, lastAt }): FoundConcern => {
        const message = `The webhook of ${stream} received regularly, and has received nothing since ${lastAt.toISOString()}`;
        return { kind: 'deliveries_silent', about: connection, id: null, since: lastAt, message };
      }),
  ];
}

/** Whether a webhook that received regularly has received nothing for much longer than it ever did. */
export function isSilent({ daysAgo, lastAt }: Pick<DeliveryDays, 'daysAgo' | 'lastAt'>, now: Date): boolean {
  const days = [...new Set(daysAgo)].sort((one, other) => one - other);
  if (days.length < LEAST_DAYS) return false;
  const longest = Math.max(...days.slice(1).map((day, at) => day - days[at]!));
  const least = Math.max(longest * MUCH_LONGER, LEAST_SILENT_DAYS);
  return now.getTime() - lastAt.getTime() >= least * DAY_MS;
}
