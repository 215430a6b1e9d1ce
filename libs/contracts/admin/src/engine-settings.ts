import { z } from 'zod';
import { timeView } from './json-object.js';

const settingValue = z.union([z.int(), z.string().min(1).max(100)]);

export const changeEngineSettings = z
  .strictObject({
    settings: z
      .record(z.string().min(1).max(100), settingValue.nullable())
      .refine((settings) => Object.keys(settings).length > 0, 'name at least one setting')
      .describe(
        'By name the value that is to hold from now on; null: what the environment says holds again. Either all are taken or none.',
      ),
  })
  .meta({ id: 'ChangeEngineSettings', description: 'Settings of the engine to be changed while it runs.' });

const engineSettingView = z
  .object({
    name: z.string().describe('Its name, which is also that of its variable in the environment.'),
    meaning: z.string().describe('What it decides.'),
    allowed: z.string().describe('Which values it can have.'),
    value: settingValue
      .nullable()
      .describe(
        'What was set, and holds on all replicas; null: what the environment of each process says holds.',
      ),
    initial: settingValue
      .nullable()
      .describe('What holds where the environment says nothing either; null: processes differ in it.'),
    actor: z.string().nullable().describe('Who set it last; null: it is not set.'),
    changedAt: timeView.nullable().describe('When it was set last; null: it is not set.'),
  })
  .meta({ id: 'EngineSetting', description: 'A setting of the engine that may change while it runs.' });

export const engineSettingList = z
  .object({ items: z.array(engineSettingView).describe('All there are, in a fixed order.') })
  .meta({ id: 'EngineSettings', description: 'What may be changed of the engine while it runs.' });
export type EngineSettingList = z.output<typeof engineSettingList>;
