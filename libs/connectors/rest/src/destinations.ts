import type { Destinations } from '@evenkeel/domain';
import type { RestSettings } from './settings/rest-settings.js';

/** Each setting that holds a whole address. Everything else is a path below `baseUrl`. */
export function destinationsOf({ baseUrl, auth }: RestSettings): Destinations {
  return {
    baseUrl: new URL(baseUrl).origin,
    ...('tokenUrl' in auth && { 'auth.tokenUrl': new URL(auth.tokenUrl).origin }),
    ...('loginUrl' in auth &&
      !auth.loginUrl.startsWith('/') && { 'auth.loginUrl': new URL(auth.loginUrl).origin }),
  };
}
