const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const BIGINT = /^\d{1,18}$/;

/** Ids also come from people: what is no UUID names no row, and asking for it would be an error. */
export function isUuid(id: string): boolean {
  return UUID.test(id);
}

export function isBigint(id: string): boolean {
  return BIGINT.test(id);
}
