import { SyncError } from '../errors/sync-error.js';
import type { JsonValue } from '../json.js';
import { parseJson } from '../json-text/parse-json.js';
import { parsePath, readAt } from '../mapping/path.js';
import { isNumber, numberText } from '../number/exact-number.js';
import { recordIdsAt } from '../trigger-message/record-ids-at.js';
import type { ChangeKind } from '../trigger-message/topic-listening.js';
import type { DeliveryKindRule, WebhookRules } from './webhook-rules.js';

/** The most records that one delivery may name. */
export const MOST_NAMED = 10_000;

/**
 * What of a verified delivery is taken as it stands. `nothing`: it is a hint, and the records are read from the provider; `record`: what it
 * says that they hold; `deletion`: that they are gone.
 */
export const DELIVERY_BELIEFS = ['nothing', 'record', 'deletion'] as const;
export type DeliveryBelief = (typeof DELIVERY_BELIEFS)[number];

/** What a verified delivery says. */
export interface DeliveryWord {
  readonly change: ChangeKind;
  /** The kind of event, as the sender calls it; null: it says none. */
  readonly kind: string | null;
  /** Stream of the connection that it is about. */
  readonly stream: string;
  /** None where it says nothing that matters. */
  readonly externalIds: readonly string[];
  readonly believed: DeliveryBelief;
}

/** A verified delivery and the webhook to which it was sent. */
export interface SentDelivery {
  readonly body: JsonValue;
  /** What stood in the header of kinds; null: no header tells it. */
  readonly headerKind: string | null;
  readonly stream: string;
  readonly idPaths: readonly string[];
}

/** Throws `request.invalid` for a text that is not JSON. */
export function parseDelivery(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new SyncError('request.invalid', 'The body of the delivery is not JSON', { cause });
  }
}

/** Which records a delivery is about, and what became of them. Throws `request.invalid` where it names none that a record could have. */
export function readDelivery(
  { body, headerKind, stream, idPaths }: SentDelivery,
  rules: Pick<WebhookRules, 'kindPath' | 'kinds' | 'useBody' | 'trustDeletes'>,
): DeliveryWord {
  const { kindPath, kinds } = rules;
  const kind = kindPath === null ? headerKind : textOf(readAt(body, parsePath(kindPath)));
  const rule = kinds.find(({ when }) => kind !== null && isOfKind(kind, when));
  const change = rule?.then ?? 'changed';
  const word = {
    ...{ change, kind: shortened(kind), stream: rule?.stream ?? stream },
    believed: BELIEF_OF_CHANGE[change](rules),
  };
  if (word.change === 'ignore') return { ...word, externalIds: [] };
  const externalIds = recordIdsAt(body, pathsOf(rule, idPaths));
  if (externalIds.length <= MOST_NAMED) return { ...word, externalIds };
  throw new SyncError('request.invalid', `A delivery names at most ${MOST_NAMED} records`);
}

type Beliefs = Pick<WebhookRules, 'useBody' | 'trustDeletes'>;

const BELIEF_OF_CHANGE: { readonly [Kind in ChangeKind]: (rules: Beliefs) => DeliveryBelief } = {
  changed: ({ useBody }) => (useBody ? 'record' : 'nothing'),
  deleted: ({ trustDeletes }) => (trustDeletes ? 'deletion' : 'nothing'),
  ignore: () => 'nothing',
};

function isOfKind(kind: string, when: string): boolean {
  return when.endsWith('*') ? kind.startsWith(when.slice(0, -1)) : kind === when;
}

function pathsOf(rule: DeliveryKindRule | undefined, idPaths: readonly string[]): readonly string[] {
  return rule?.idPaths ?? idPaths;
}

function textOf(value: JsonValue | undefined): string | null {
  if (isNumber(value)) return numberText(value);
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : null;
}

const LONGEST_KIND = 200;

/** It is kept to be looked at, and a body may hold anything. */
function shortened(kind: string | null): string | null {
  return kind === null ? null : kind.slice(0, LONGEST_KIND).replace(/[\0\p{Surrogate}]/gu, '');
}
