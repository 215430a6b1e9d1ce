import type { JsonObject } from '@evenkeel/domain';
import { describeConnector } from '@evenkeel/conformance';
import { RestConnector } from './rest-connector.js';
import { simulatedProvider, simulatedSettings } from './testing/simulated-provider.js';

const good = simulatedSettings('http://127.0.0.1');
const withStream = (change: JsonObject): JsonObject => ({
  ...good,
  streams: { customers: { path: '/customers', ...change } },
});

describeConnector('The rest connector', {
  make: () => new RestConnector(),
  provider: simulatedProvider,
  streams: Object.keys(good['streams'] as JsonObject),
  wrongCredentials: { token: 'another' },
  wrongSettings: {
    'settings.baseUrl': { ...good, baseUrl: 'api.example.com' },
    'settings.auth.kind': { ...good, auth: { kind: 'magic' } },
    'settings.headers.Authorization': { ...good, headers: { Authorization: 'Bearer in-plain-sight' } },
    'settings.streams': { ...good, streams: {} },
    'settings.streams.customers.path': withStream({ path: '//elsewhere.example' }),
    'settings.streams.customers.pageSize': withStream({ pageSize: 0 }),
    'settings.streams.customers.pagination.kind': withStream({ pagination: { kind: 'scroll' } }),
    'settings.streams.customers.pagination.nextPath': withStream({
      pagination: { kind: 'cursor', param: 'after' },
    }),
    'settings.streams.customers.pagination.hasMorePath': withStream({
      pagination: { kind: 'cursor', param: 'starting_after', lastPath: 'id', hasMorePath: '' },
    }),
    'settings.streams.customers.pagination.param': withStream({ pagination: { kind: 'page' } }),
    'settings.streams.customers.pagination:': withStream({
      pagination: { kind: 'link' },
      incremental: { kind: 'position', param: 'since', positionPath: 'last_seq' },
    }),
    'settings.streams.customers.slices:': withStream({
      incremental: { kind: 'position', param: 'since', positionPath: 'last_seq' },
      slices: { kind: 'partitions', param: 'region', values: ['eu'] },
    }),
    'settings.streams.customers.slices.values': withStream({
      slices: { kind: 'partitions', param: 'region', values: [] },
    }),
    'settings.streams.customers.readOne:': withStream({ shape: 'inventory', versionPath: 'revision' }),
    'settings.streams.customers.versionPath': withStream({
      shape: 'inventory',
      readOne: { path: '/customers/{id}' },
    }),
    'settings.streams.customers.readOne.path': withStream({ readOne: { path: '/customers' } }),
    'settings.errors.0.code': { ...good, errors: [{ status: 418, code: 'provider.teapot' }] },
    'settings.errors.0.status': { ...good, errors: [{ code: 'provider.rate_limited' }] },
    'credentials.username': { ...good, auth: { kind: 'basic' } },
    'settings.auth.tokenUrl': {
      ...good,
      auth: { kind: 'oauth2ClientCredentials', tokenUrl: 'id.example/token' },
    },
    'settings.auth.parameters.client_secret': {
      ...good,
      auth: {
        kind: 'oauth2ClientCredentials',
        tokenUrl: 'https://id.example/token',
        parameters: { client_secret: 'in-plain-sight' },
      },
    },
    'credentials.clientId': {
      ...good,
      auth: { kind: 'oauth2RefreshToken', tokenUrl: 'https://id.example/token' },
    },
    'credentials.apiKey': { ...good, auth: { kind: 'apiKey', in: 'header', name: 'x-api-key' } },
  },
});
