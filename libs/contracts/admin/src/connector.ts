import { z } from 'zod';
import { jsonObject } from './json-object.js';

/** The settings of a connector as JSON Schema (draft 2020-12), with a description of each. */
export const settingsSchemaView = z
  .object({ connector: z.string(), schema: jsonObject })
  .meta({ id: 'SettingsSchema' });
export type SettingsSchemaView = z.output<typeof settingsSchemaView>;
