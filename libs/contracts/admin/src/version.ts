/** The version of the product, as every face shows it. A spec holds it against `package.json`. */
export const EVENKEEL_VERSION = '0.1.0';

/** Every operation of the admin API lies below this path. */
export const API_PREFIX = '/api/v1';

/** Where the CLI looks for the admin API unless it is told otherwise. */
export const DEFAULT_ADMIN_URL = 'http://127.0.0.1:4180';
