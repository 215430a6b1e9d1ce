import type { Clock, HttpCaller, Logger } from '@evenkeel/ports';
import type { RestConnection } from './settings/read-rest-settings.js';

/** A connection whose settings are read, and what asking its provider takes. */
export interface OpenedRest {
  readonly connection: RestConnection;
  readonly http: HttpCaller;
  readonly clock: Clock;
  readonly log: Logger;
}
