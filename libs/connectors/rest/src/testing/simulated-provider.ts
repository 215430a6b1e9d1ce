import type { JsonObject } from '@evenkeel/domain';
import type { SimulatedStream } from '@evenkeel/connector-simulator/provider';
import { simulatedConformance } from '@evenkeel/connector-simulator/testing';

const common = { versionPath: 'revision', modifiedAtPath: 'updated_at', pageSizeParam: 'limit' };
const since = { kind: 'time', param: 'updated_since', untilParam: 'updated_until', format: 'iso' };

const KEYED = { 'Idempotency-Key': '{key}' };
const CHECKED = { ...KEYED, 'If-Match': '"{version}"' };
const accepted = {
  ...{ tokenPath: 'token', path: '/operations/{token}', recordPath: 'results.0.record' },
  done: { bodyPath: 'state', equals: 'done' },
};

/** Each record in a call of its own, as a whole record, as a part of one, or under a name. */
const onePerCall = (path: string): JsonObject => ({
  create: { path, headers: { ...KEYED, 'Client-Reference': '{intent}' }, omit: ['invalid'] },
  update: { path: `${path}/{id}`, headers: CHECKED, json: '{record}' },
  delete: { path: `${path}/{id}`, headers: CHECKED },
  deactivate: { path: `${path}/{id}`, json: { active: false } },
  keyLifetimeSeconds: 86_400,
  lookUp: {
    ...{
      by: 'key',
      path: `/lookup${path}`,
      params: { ref: '{intent}' },
      recordsPath: 'data',
      settlesAfterMs: 0,
    },
  },
  accepted,
});

/** Replaced, and looked up by a field; answers give only ids, in a header where a record is created. */
const replaced = (path: string): JsonObject => ({
  create: { path, headers: { Prefer: 'return=minimal' } },
  update: { path: `${path}/{id}`, method: 'PUT', sends: 'replace', headers: { Prefer: 'return=minimal' } },
  delete: { path: `${path}/{id}` },
  answer: { gives: 'nothing', idHeader: 'Location' },
  lookUp: {
    ...{ by: 'field', path: `/lookup${path}`, params: { email: '{record.email}' }, recordsPath: 'data' },
    where: { email: '{record.email}' },
  },
});

const ENTRY = { id: '{id}', data: '{record}', version: '{version}', ref: '{intent}' };

/** Several in a call. */
const batched = (path: string, more: JsonObject = {}): JsonObject => {
  const operation = (kind: string) => ({
    ...{ method: 'POST', path: `/batch${path}`, headers: KEYED, json: { operations: '{records}' } },
    batch: {
      ...{ size: 10, entry: { kind, ...ENTRY }, resultsPath: 'results' },
      ...{ statusPath: 'status', recordPath: 'record' },
    },
    ...more,
  });
  return {
    ...{ create: operation('create'), update: operation('update'), delete: operation('delete') },
    ...{ keyLifetimeSeconds: 86_400, answer: { messagePath: 'error.code' } },
  };
};

/** Every kind of pagination there is, over the three streams of the simulator. */
const streams: Readonly<Record<string, JsonObject>> = {
  'customers by cursor': {
    ...common,
    path: '/customers',
    recordsPath: 'data',
    pagination: { kind: 'cursor', param: 'cursor', nextPath: 'next_cursor' },
    incremental: since,
    readOne: { path: '/customers/{id}' },
    versionOrder: 'number',
    writes: onePerCall('/customers'),
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
    versionOrder: 'number',
    writes: batched('/devices'),
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
    writes: replaced('/invoices'),
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
