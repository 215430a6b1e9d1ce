import { DEFAULT_WINDOWS } from '../dispatch/decide-dispatch.js';
import { nearestName } from '../nearest-name.js';

/** From the most talkative to none. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

interface Described {
  /** One sentence: what it decides. */
  readonly meaning: string;
  /** What a right value looks like, where more is to be said than its range. */
  readonly advice?: string;
}

export interface WholeNumberSetting extends Described {
  readonly kind: 'whole_number';
  readonly least: number;
  readonly most: number;
  /** Where neither a person nor the environment says otherwise. */
  readonly initial: number;
}

export interface ChoiceSetting<Choice extends string = string> extends Described {
  readonly kind: 'choice';
  readonly choices: readonly Choice[];
  /** Absent: processes have different ones. */
  readonly initial?: Choice;
}

export type EngineSetting = WholeNumberSetting | ChoiceSetting;

const SAME_FOR_ALL = 'the same for all replicas';

const within = (least: number, most: number, initial: number) =>
  ({ kind: 'whole_number', least, most, initial }) as const;
const days = (initial: number, meaning: string, most = 3650) => ({ ...within(1, most, initial), meaning });
const window = (initial: number, meaning: string) => ({
  ...within(1, 10_000, initial),
  meaning,
  advice: SAME_FOR_ALL,
});

/**
 * Settings of the whole engine that may change while it runs. Each is also a variable of the environment, which holds where it is not
 * set here.
 */
export const ENGINE_SETTINGS = {
  DISPATCH_PER_EXECUTION: window(
    DEFAULT_WINDOWS.perExecution.primary,
    'How many chunks of one execution may be under way at once, on the primary path.',
  ),
  DISPATCH_PER_PACED_EXECUTION: window(
    DEFAULT_WINDOWS.perExecution.enterprise,
    'The same on the enterprise path.',
  ),
  DISPATCH_PER_CONNECTION: window(
    DEFAULT_WINDOWS.perConnection,
    'How many chunks of one connection may be under way at once, bulk work and single records each.',
  ),
  DISPATCH_PER_TENANT: window(DEFAULT_WINDOWS.perTenant, 'The same for one tenant.'),
  EXECUTOR_CONCURRENCY: {
    ...within(1, 1000, 10),
    meaning: 'How many chunks one process reads from providers at the same time.',
  },
  EXECUTOR_RESERVED: {
    ...within(0, 999, 2),
    meaning: 'How many of them are kept for single records, so that bulk runs never keep those waiting.',
    advice: 'at most one less than EXECUTOR_CONCURRENCY counts',
  },
  RETENTION_RUN_DAYS: {
    ...within(8, 3650, 90),
    meaning:
      'For how many days runs are kept from their end, with their pages, outcomes, plans and what asked for them. A run that is needed stays longer ([which](growth.md)); one that is not can no longer be shown or resumed.',
  },
  RETENTION_CHANGE_DAYS: {
    ...within(1, 36_500, 365),
    meaning:
      'For how many days the journal of records is kept, which says what a record was before each change. The latest change of each record stays.',
  },
  RETENTION_RESOLVED_FAILURE_DAYS: days(30, 'For how many days failures are kept that are resolved.'),
  RETENTION_ERROR_LOG_DAYS: days(30, 'For how many days the entries of error logs are kept.'),
  RETENTION_EVENT_DAYS: days(
    7,
    'For how many days events are kept. Who follows them, Kafka too, may be away for so long without missing any.',
    365,
  ),
  RETENTION_TRIGGER_MESSAGE_DAYS: {
    ...days(
      30,
      'For how many days messages that asked for runs are known: one that comes again in that time starts nothing.',
    ),
    advice: 'more than Kafka keeps them',
  },
  RETENTION_DELIVERY_DAYS: days(
    30,
    'For how many days deliveries to webhooks are kept: one that comes again in that time starts nothing, and each can be delivered again.',
  ),
  RETENTION_AUDIT_DAYS: {
    ...within(31, 36_500, 400),
    meaning:
      'For how many days the audit log is kept. The database lets nothing go of it that is younger than 30 days.',
  },
  LOG_LEVEL: {
    kind: 'choice',
    choices: LOG_LEVELS,
    meaning: 'The least important lines that are logged.',
  },
} as const satisfies Readonly<Record<string, EngineSetting>>;

export type EngineSettingName = keyof typeof ENGINE_SETTINGS;
type ValueOf<Setting> = Setting extends ChoiceSetting<infer Choice> ? Choice : number;
export type EngineSettingValues = {
  readonly [Name in EngineSettingName]: ValueOf<(typeof ENGINE_SETTINGS)[Name]>;
};

export const ENGINE_SETTING_NAMES = Object.keys(ENGINE_SETTINGS) as readonly EngineSettingName[];

/** What is right for a setting, as advice to a person: "a whole number from 1 to 365". */
export function remedyOf(setting: EngineSetting): string {
  const range =
    setting.kind === 'choice'
      ? `one of ${setting.choices.join(', ')}`
      : `a whole number from ${setting.least} to ${setting.most}`;
  return setting.advice === undefined ? range : `${range}, ${setting.advice}`;
}

/** Whether the setting can have this value; texts of numbers are none. */
export function isRight(setting: EngineSetting, value: unknown): boolean {
  if (setting.kind === 'choice') return setting.choices.some((choice) => choice === value);
  return Number.isInteger(value) && setting.least <= Number(value) && Number(value) <= setting.most;
}

export interface SettingProblem {
  readonly name: string;
  readonly message: string;
}

/** All that is wrong with a change: by name, the value that is to hold, or null for that of the environment. */
export function findSettingProblems(change: Readonly<Record<string, unknown>>): readonly SettingProblem[] {
  return Object.entries(change).flatMap(([name, value]) => {
    const message = problemOf(name, value);
    return message === undefined ? [] : [{ name, message }];
  });
}

function problemOf(name: string, value: unknown): string | undefined {
  if (!isEngineSetting(name)) {
    const near = nearestName(name.toUpperCase().replaceAll('-', '_'), ENGINE_SETTING_NAMES);
    const meant = near === undefined ? '' : `; did you mean ${near}?`;
    return `is no setting that can be changed while the engine runs${meant} There are: ${ENGINE_SETTING_NAMES.join(', ')}`;
  }
  const setting = ENGINE_SETTINGS[name];
  return value === null || isRight(setting, value) ? undefined : `give ${remedyOf(setting)}`;
}

export function isEngineSetting(name: string): name is EngineSettingName {
  return Object.hasOwn(ENGINE_SETTINGS, name);
}

/**
 * What holds: what people set, else what the environment of the process says. What an other release may have set and this one has no
 * room for does not count; `refused` gets its name.
 */
export function settingsInForce<Names extends Readonly<Partial<EngineSettingValues>>>(
  ofEnvironment: Names,
  set: ReadonlyMap<string, unknown>,
  refused: (name: string) => void,
): Names {
  const entries = Object.entries(ofEnvironment).map(([name, own]) => {
    const value = set.get(name);
    if (value === undefined || !isEngineSetting(name)) return [name, own];
    if (isRight(ENGINE_SETTINGS[name], value)) return [name, value];
    refused(name);
    return [name, own];
  });
  return Object.fromEntries(entries) as Names;
}
