import type { JsonObject, JsonValue } from '../json.js';
import { CHANNEL_KINDS } from '../notification/notification-channel.js';
import type { ConfigurationKind, ConfigurationName, ConfigurationObject } from './configuration-object.js';

/** Something that an object names, and with that comes after it. */
export interface Need extends ConfigurationName {
  /** Where it is named. */
  readonly path: string;
  /** False: it is made where it is not there. */
  readonly mustExist: boolean;
  /** Whether it cannot be removed while this is there. */
  readonly keepsIt: boolean;
}

interface KindRules {
  /** What would make it another thing, by where it stands. */
  readonly identity: (spec: JsonObject) => Readonly<Record<string, JsonValue | undefined>>;
  readonly needs: (spec: JsonObject) => readonly Need[];
}

const HARD = { mustExist: true, keepsIt: true };
/** What is gone it lets go by itself. */
const LOSABLE = { mustExist: true, keepsIt: false };
const MADE = { mustExist: false, keepsIt: true };

const RULES: Readonly<Record<ConfigurationKind, KindRules>> = {
  Connection: { identity: ({ connector }) => ({ connector }), needs: () => [] },
  RecordType: { identity: () => ({}), needs: () => [] },
  Job: {
    identity: ({ connection, stream, recordType, direction }) => ({
      connection,
      stream,
      recordType,
      direction,
    }),
    needs: ({ connection, dependsOn, recordType, derive }) => [
      ...named('Connection', connection, 'spec.connection', HARD),
      ...listOf(dependsOn).flatMap((job, at) => named('Job', job, `spec.dependsOn[${at}]`, HARD)),
      ...named('RecordType', recordType, 'spec.recordType', MADE),
      ...listOf(derive).flatMap((rule, at) =>
        named('RecordType', memberOf(rule, 'recordType'), `spec.derive[${at}].recordType`, MADE),
      ),
    ],
  },
  Group: {
    identity: () => ({}),
    needs: ({ jobs }) => listOf(jobs).flatMap((job, at) => named('Job', job, `spec.jobs[${at}]`, LOSABLE)),
  },
  NotificationChannel: {
    identity: (spec) => ({ kind: CHANNEL_KINDS.find((kind) => spec[kind] !== undefined) }),
    needs: ({ subscriptions }) =>
      listOf(subscriptions).flatMap((each, at) => [
        ...named('Job', memberOf(each, 'job'), `spec.subscriptions[${at}].job`, LOSABLE),
        ...named('Connection', memberOf(each, 'connection'), `spec.subscriptions[${at}].connection`, LOSABLE),
      ]),
  },
};

export function needsOf({ kind, spec }: Pick<ConfigurationObject, 'kind' | 'spec'>): readonly Need[] {
  return RULES[kind].needs(spec);
}

/** What cannot be changed of it without it being another thing, by where it stands in the spec. */
export function identityOf({
  kind,
  spec,
}: Pick<ConfigurationObject, 'kind' | 'spec'>): Readonly<Record<string, JsonValue | undefined>> {
  return RULES[kind].identity(spec);
}

function named(
  kind: ConfigurationKind,
  name: JsonValue | undefined,
  path: string,
  strength: Pick<Need, 'mustExist' | 'keepsIt'>,
): readonly Need[] {
  return typeof name === 'string' ? [{ kind, name, path, ...strength }] : [];
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function memberOf(value: JsonValue, name: string): JsonValue | undefined {
  return typeof value === 'object' && value !== null ? (value as JsonObject)[name] : undefined;
}
