import type { JsonObject } from '@evenkeel/domain';
import type { SimulatedStream } from '@evenkeel/connector-simulator/provider';
import { simulatedConformance } from '@evenkeel/connector-simulator/testing';

const common = { versionPath: 'revision', modifiedAtPath: 'updated_at', pageSizeParam: 'limit' };
const since = { kind: 'time', param: 'updated_since', untilParam: 'updated_until', format: 'iso' };

/** Every kind of pagination there is, over the three streams of the simulator. */
const streams: Readonly<Record<string, JsonObject>> = {
  'customers by cursor': {
    ...common,
    path: '/customers',
    recordsPath: 'data',
    pagination: { kind: 'cursor', param: 'cursor', nextPath: 'next_cursor' },
    incremental: since,
    readOne: { path: '/customers/{id}' },
  },
  'customers by cursor, which is stable': {
    ...common,
    path: '/customers',
    recordsPath: 'data',
    pagination: { kind: 'cursor', param: 'cursor', nextPath: 'next_cursor' },
    listing: 'stable',
  },
  'customers by last id': {
    ...common,
    path: '/customers',
    recordsPath: 'data',
    pagination: { kind: 'cursor', param: 'starting_after', lastPath: 'id', hasMorePath: 'has_more' },
    incremental: since,
  },
  'customers by next address': {
    ...common,
    path: '/customers',
    recordsPath: 'data',
    pagination: { kind: 'nextUrl', path: 'next_url' },
    incremental: since,
  },
  'devices by page': {
    ...common,
    path: '/devices',
    recordsPath: 'items',
    pageSizeParam: 'per_page',
    pagination: { kind: 'page', param: 'page' },
    incremental: since,
    readOne: { path: '/devices/{id}' },
  },
  'devices as an inventory': {
    ...common,
    path: '/devices',
    recordsPath: 'items',
    pageSizeParam: 'per_page',
    params: { view: 'inventory' },
    pagination: { kind: 'page', param: 'page' },
    shape: 'inventory',
    readOne: { path: '/devices/{id}' },
  },
  'invoices by offset': {
    ...common,
    path: '/invoices',
    pagination: { kind: 'offset', param: 'offset' },
    incremental: since,
    readOne: { path: '/invoices/{id}' },
  },
  'invoices by link': { ...common, path: '/invoices', pagination: { kind: 'link' }, incremental: since },
  'customers in ranges of numbers': {
    ...common,
    path: '/customers',
    recordsPath: 'data',
    pagination: { kind: 'cursor', param: 'cursor', nextPath: 'next_cursor' },
    incremental: since,
    slices: {
      kind: 'numbers',
      fromParam: 'number_from',
      beforeParam: 'number_before',
      last: { path: '/keys/customers', valuePath: 'last' },
    },
  },
  'invoices by region': {
    ...common,
    path: '/invoices',
    pagination: { kind: 'link' },
    incremental: since,
    slices: { kind: 'partitions', param: 'region', values: ['north', 'east', 'south', 'west'] },
  },
  'customers by change feed': {
    ...common,
    path: '/changes/customers',
    recordsPath: 'results',
    recordPath: 'doc',
    tombstone: { path: 'deleted', equals: true },
    incremental: { kind: 'position', param: 'since', positionPath: 'last_seq', pendingPath: 'pending' },
    readOne: { path: '/customers/{id}' },
  },
};

export function simulatedSettings(baseUrl: string): JsonObject {
  return { baseUrl, auth: { kind: 'bearer' }, streams };
}

/** The simulator's streams are the first words of these. */
export const simulatedProvider = simulatedConformance({
  settings: simulatedSettings,
  streamOf: (stream) => stream.split(' ')[0] as SimulatedStream,
});
