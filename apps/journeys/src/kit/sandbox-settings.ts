import type { JsonObject } from '@evenkeel/domain';

const asked = { pageSize: 100, pageSizeParam: 'limit' } as const;
const told = { versionPath: 'revision', modifiedAtPath: 'updated_at' } as const;

/** The customers page by page, with a cursor. */
export const pagedCustomers: JsonObject = {
  path: '/customers',
  recordsPath: 'data',
  ...asked,
  ...told,
  pagination: { kind: 'cursor', param: 'cursor', nextPath: 'next_cursor' },
  incremental: { kind: 'time', param: 'updated_since' },
  readOne: { path: '/customers/{id}' },
};

/** The sandbox for the `rest` connector: what a person would write for it, in pages of a hundred. */
export function sandboxSettings(baseUrl: string, moreStreams: JsonObject = {}): JsonObject {
  const invoices = { path: '/invoices', ...asked, ...told, pagination: { kind: 'link' } };
  return {
    baseUrl,
    auth: { kind: 'bearer' },
    streams: { customers: pagedCustomers, invoices, ...moreStreams },
  };
}
