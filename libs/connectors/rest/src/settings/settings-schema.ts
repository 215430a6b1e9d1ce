import type { JsonObject } from '@evenkeel/domain';
import { z } from 'zod';
import { restSettings } from './rest-settings.js';
import { anyNumber } from './scalar.js';

/** The settings as JSON Schema (draft 2020-12), for editors: what may be left out is not required. */
export function settingsSchema(): JsonObject {
  const schema = z.toJSONSchema(restSettings, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }) => {
      // In a file every number is written in the same way, however many digits it has.
      if (zodSchema !== anyNumber) return;
      delete jsonSchema.anyOf;
      jsonSchema.type = 'number';
    },
  });
  return { ...(schema as JsonObject), title: 'Settings of a connection of the connector rest' };
}
