import { SyncError, type JsonObject } from '@evenkeel/domain';

export function refuseUnknown(object: JsonObject, known: readonly string[], where: string): void {
  const unknown = Object.keys(object).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw invalid(`${where}.${unknown}: unknown; there is only ${known.join(' and ')}`);
  }
}

export function invalid(message: string): SyncError {
  return new SyncError('config.invalid_settings', message);
}
