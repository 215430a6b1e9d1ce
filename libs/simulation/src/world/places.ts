/** Where processes live one after the other: each service has two replicas. */
export const PLACES = [
  'control-a',
  'control-b',
  'executor-a',
  'executor-b',
  'ingestion-a',
  'ingestion-b',
] as const;
export type Place = (typeof PLACES)[number];

export type Role = 'control' | 'executor' | 'ingestion';

export function roleOf(place: Place): Role {
  if (place.startsWith('control')) return 'control';
  return place.startsWith('executor') ? 'executor' : 'ingestion';
}
