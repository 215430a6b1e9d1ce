import type { JsonObject, JsonValue } from '@evenkeel/domain';
import { restSettings } from './settings/rest-settings.js';
import { isTombstone } from './tombstone.js';

const streamOf = (tombstone: JsonValue) =>
  restSettings.safeParse({ baseUrl: 'https://x.example', streams: { s: { path: '/s', tombstone } } });

function read(tombstone: JsonValue, entry: JsonObject): boolean {
  const stream = streamOf(tombstone).data?.streams['s'];
  if (stream === undefined) throw new Error('the settings were refused');
  return isTombstone(entry, stream);
}

it.each<[JsonValue, readonly JsonObject[], readonly JsonObject[]]>([
  [{ path: 'deleted', equals: true }, [{ deleted: true }], [{ deleted: 'true' }, { deleted: false }, {}]],
  [
    { path: 'state', equals: ['trashed', 'purged', 7] },
    [{ state: 'trashed' }, { state: 'purged' }, { state: 7 }],
    [{ state: 'active' }, { state: null }, { state: ['trashed'] }, {}],
  ],
  [
    { path: 'deleted_at', exists: true },
    [{ deleted_at: '2026-01-01' }, { deleted_at: 0 }, { deleted_at: true }],
    [{ deleted_at: null }, { deleted_at: '' }, { deleted_at: false }, { deleted_at: [] }, {}],
  ],
  [
    { path: 'state', notEquals: ['active', 'new'] },
    [{ state: 'closed' }, { state: '' }, { state: 1 }],
    [{ state: 'active' }, { state: 'new' }, { state: null }, {}],
  ],
  [
    [
      { path: 'archived', equals: true },
      { path: 'in_trash', equals: true },
    ],
    [{ archived: true }, { in_trash: true }, { archived: false, in_trash: true }],
    [{ archived: false, in_trash: false }, {}],
  ],
])('%j is said by these, and not by others', (tombstone, gone, there) => {
  expect(gone.map((entry) => read(tombstone, entry))).toEqual(gone.map(() => true));
  expect(there.map((entry) => read(tombstone, entry))).toEqual(there.map(() => false));
});

it.each<JsonValue>([
  { path: 'a' },
  { path: 'a', equals: 1, exists: true },
  { path: 'a', exists: false },
  { path: 'a', equals: [] },
  [],
])('%j says nothing that can be told, and is refused', (tombstone) => {
  expect(streamOf(tombstone).success).toBe(false);
});
