import type { JsonObject } from '../../json.js';

/** A transform as a job writes it: its name, or its name with settings, for example `{ "name": "cast", "to": "number" }`. */
export type TransformSpec = string | (JsonObject & { readonly name: string });
