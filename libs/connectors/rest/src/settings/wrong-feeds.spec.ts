import type { InvalidFields } from '@evenkeel/domain';
import { RestConnector } from '../rest-connector.js';

const incremental = { kind: 'time', param: 'since' };
const readOne = { path: '/s/{id}' };
const changes = { path: '/events', idPath: 'object', incremental };
const byToken = { pagination: { kind: 'cursor', param: 'page', nextPath: 'next' } };
const syncToken = { kind: 'position', param: 'sync', positionAt: 'lastPage', positionPath: 'sync' };
const deletions = { path: '/gone', incremental };

function toldOf(stream: object): Record<string, string> {
  const settings = { baseUrl: 'https://api.example.com', streams: { s: { path: '/s', ...stream } } };
  try {
    new RestConnector().validate(settings, {});
  } catch (error) {
    const { fields } = error as InvalidFields;
    return Object.fromEntries(
      fields.map(({ path, message }) => [path.replace('settings.streams.s.', ''), message]),
    );
  }
  return {};
}

it('feeds are taken where nothing is wrong with them', () => {
  expect(toldOf({ readOne, changes, deletions })).toEqual({});
  expect(toldOf({ ...byToken, incremental: syncToken })).toEqual({});
  expect(toldOf({ incremental, deletions: { ...deletions, idPath: '' } })).toEqual({});
  expect(toldOf({ incremental, deletions: { path: '/gone', incremental: 'whole' } })).toEqual({});
});

it.each<[string, object, string, string]>([
  ['events without a way to read a record', { changes }, 'readOne', 'is needed beside changes'],
  [
    'events beside a listing of changes',
    { changes, readOne, incremental },
    'incremental',
    'must be left out',
  ],
  [
    'kinds without a place',
    { readOne, changes: { ...changes, kinds: { a: 'ignore' } } },
    'changes.kindPath',
    'is needed',
  ],
  [
    'kinds that mean nothing',
    { readOne, changes: { ...changes, kindPath: 'k', kinds: { a: 'skip' } } },
    'changes.kinds.a',
    '"changed", "deleted" or "ignore"',
  ],
  [
    'deletions where no changes are asked for',
    { deletions },
    'deletions',
    'is of use only where changes are asked for',
  ],
  [
    'a feed that is not told since when',
    { incremental, deletions: { path: '/gone' } },
    'deletions.incremental',
    'is missing',
  ],
  [
    'a feed whose request does not carry it',
    { incremental, deletions: { ...deletions, incremental: { kind: 'time' } } },
    'deletions.incremental.param',
    'is needed where no part of the request names {since}',
  ],
  [
    'a list that is read whole, but names since when',
    { incremental, deletions: { path: '/gone', params: { from: '{since}' }, incremental: 'whole' } },
    'deletions.incremental',
    'must be of the kind time',
  ],
  [
    'a position on each page, beside a pagination',
    { pagination: { kind: 'link' }, incremental: { kind: 'position', param: 'sync', positionPath: 'sync' } },
    'pagination',
    'unless positionAt is lastPage',
  ],
  [
    'a position on the last page that no parameter carries',
    {
      params: { page: '{cursor}' },
      pagination: { kind: 'cursor', nextPath: 'next' },
      incremental: { kind: 'position', positionAt: 'lastPage', positionPath: 'sync' },
    },
    'incremental.param',
    'is needed where positionAt is lastPage',
  ],
  [
    'a position on the last page that tells what is pending, too',
    { ...byToken, incremental: { ...syncToken, pendingPath: 'left' } },
    'incremental.pendingPath',
    'must be left out where positionAt is lastPage',
  ],
  [
    'a feed by parents',
    { incremental, deletions: { ...deletions, path: '/{parent.id}' } },
    'deletions',
    'cannot name a field of a parent',
  ],
  [
    'a place that nothing fills',
    { readOne, changes: { ...changes, params: { p: '{page}' } } },
    'changes.pagination',
    'must be of the kind page',
  ],
])('%s are told with their place', (_, stream, place, told) => {
  const found = toldOf(stream);
  expect(found[place]).toContain(told);
});
