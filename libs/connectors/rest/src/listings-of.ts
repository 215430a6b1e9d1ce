import type { StreamSettings } from './settings/stream-settings.js';

/** Each listing that a stream is read by: its own, and those that `also` adds. */
export function listingsOf(stream: StreamSettings): readonly StreamSettings[] {
  const { also = [], ...own } = stream;
  return [
    own,
    ...also.map(({ path = own.path, params = {}, json = own.json }) => ({
      ...own,
      path,
      params: { ...own.params, ...params },
      ...(json !== undefined && { json }),
    })),
  ];
}
