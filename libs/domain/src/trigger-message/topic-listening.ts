import { InvalidFields, type FieldError } from '../errors/invalid-fields.js';
import { InvalidMapping } from '../mapping/invalid-mapping.js';
import { findOtherList } from '../mapping/find-other-list.js';
import { parsePath, parseValuesPath } from '../mapping/path.js';
import { isTopicName } from './topic-permit.js';

/** What a record of a foreign topic says of the provider's record: it was changed, it was deleted, or nothing that matters. */
export const CHANGE_KINDS = ['changed', 'deleted', 'ignore'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Where a topic is read from when it is listened to for the first time. */
export const TOPIC_STARTS = ['latest', 'earliest'] as const;
export type TopicStart = (typeof TOPIC_STARTS)[number];

export interface ChangeKindRule {
  /** The text that stands at the path of kinds. */
  readonly when: string;
  readonly then: ChangeKind;
}

/** How a job finds in the records of a topic of another system which records of its provider have changed. */
export interface TopicListening {
  /** As the broker calls it. */
  readonly topic: string;
  /** Path in the JSON value to the id, with `*` to many; several for the parts of one. Null: the key of the record is the id. */
  readonly idPath: string | readonly string[] | null;
  /** Path in the JSON value to what kind of change it is; null: all are changes. */
  readonly kindPath: string | null;
  /** Kinds that none of them names are changes. */
  readonly kinds: readonly ChangeKindRule[];
  readonly startAt: TopicStart;
}

export function idPathsOf({ idPath }: Pick<TopicListening, 'idPath'>): readonly string[] | null {
  return idPath === null ? null : typeof idPath === 'string' ? [idPath] : idPath;
}

/** Throws `config.invalid_listening` with every place that does not fit. */
export function assertListening(listening: TopicListening): void {
  const { topic, kindPath, kinds } = listening;
  const idPaths = idPathsOf(listening) ?? [];
  const wrong: FieldError[] = [];
  if (!isTopicName(topic)) {
    const message = 'is the name of a topic: up to 249 letters, digits, dots, hyphens and underscores';
    wrong.push({ path: 'listen.topic', message });
  }
  for (const path of idPaths) wrong.push(...problemsOf('listen.idPath', () => parseValuesPath(path)));
  if (wrong.length === 0 && findOtherList(idPaths.map(parseValuesPath)) !== undefined)
    wrong.push({ path: 'listen.idPath', message: 'all paths go through the same lists, or through none' });
  if (kindPath !== null) wrong.push(...problemsOf('listen.kindPath', () => parsePath(kindPath)));
  else if (kinds.length > 0)
    wrong.push({ path: 'listen.kinds', message: 'need a kindPath, at which the kind of a change stands' });
  const named = kinds.map(({ when }) => when);
  const twice = named.find((when, at) => named.indexOf(when) !== at);
  if (twice !== undefined) wrong.push({ path: 'listen.kinds', message: `name "${twice}" twice` });
  if (wrong.length > 0) throw new InvalidFields('config.invalid_listening', wrong);
}

function problemsOf(path: string, parse: () => unknown): readonly FieldError[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (error instanceof InvalidMapping) return [{ path, message: error.message }];
    throw error;
  }
}
