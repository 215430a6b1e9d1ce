import { oneLine } from '../settings/setting-text.js';
import type { AuthOf } from '../settings/auth-settings.js';
import { secret } from '../settings/auth/credential-text.js';
import type { Way } from './way.js';

const NOTHING = { headers: [], query: [] };
export const AUTHORIZATION = { headers: ['authorization'], query: [] };

export const noWay: Way<AuthOf<'none'>> = {
  wants: () => ({}),
  uses: () => NOTHING,
  adds: () => ({ headers: {}, query: {} }),
};

export const apiKeyWay: Way<AuthOf<'apiKey'>> = {
  wants: () => ({ apiKey: secret }),
  uses: (auth) =>
    auth.in === 'header' ? { headers: [auth.name], query: [] } : { headers: [], query: [auth.name] },
  adds: (auth, { apiKey = '' }) =>
    auth.in === 'header'
      ? { headers: { [auth.name.toLowerCase()]: apiKey }, query: {} }
      : { headers: {}, query: { [auth.name]: apiKey } },
};

export const bearerWay: Way<AuthOf<'bearer'>> = {
  wants: () => ({ token: secret }),
  uses: () => AUTHORIZATION,
  adds: (_, { token = '' }) => ({ headers: { authorization: `Bearer ${token}` }, query: {} }),
};

export const basicWay: Way<AuthOf<'basic'>> = {
  wants: () => ({ username: secret, password: oneLine.default('') }),
  uses: () => AUTHORIZATION,
  adds: (_, { username = '', password = '' }) => {
    const pair = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
    return { headers: { authorization: `Basic ${pair}` }, query: {} };
  },
};
