import { z } from 'zod';
import { jsonObject } from './json-object.js';

export const settingsSchemaView = z
  .object({
    connector: z.string().describe('Name of the connector.'),
    schema: jsonObject.describe('JSON Schema (draft 2020-12) of its settings, with a description of each.'),
  })
  .meta({ id: 'SettingsSchema', description: 'What the settings of a connector may hold.' });
export type SettingsSchemaView = z.output<typeof settingsSchemaView>;
