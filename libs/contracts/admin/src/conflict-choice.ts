import { z } from 'zod';
import { jsonValue } from './json-object.js';

export const SIDES = ['local', 'remote', 'base'] as const;

export const conflictChoice = z
  .union([z.enum(SIDES), z.strictObject({ value: jsonValue.describe('What both sides are to have.') })])
  .meta({
    id: 'ConflictChoice',
    description:
      'What both sides are to have: what the local record or the provider has, what they last agreed on, or another value.',
  });
