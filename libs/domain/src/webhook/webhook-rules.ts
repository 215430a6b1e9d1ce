import { InvalidFields, type FieldError } from '../errors/invalid-fields.js';
import { findOtherList } from '../mapping/find-other-list.js';
import { InvalidMapping } from '../mapping/invalid-mapping.js';
import { parsePath, parseValuesPath } from '../mapping/path.js';
import type { ChangeKind } from '../trigger-message/topic-listening.js';
import { schemeMeaning, type HmacSigning, type SecretSigning, type SigningScheme } from './signing-scheme.js';

/** What a delivery of one kind says. */
export interface DeliveryKindRule {
  /** The kind, or with `*` at its end all that begin so. */
  readonly when: string;
  readonly then: ChangeKind;
  /** Stream of the connection that deliveries of this kind are about; null: that of the webhook. */
  readonly stream: string | null;
  /** Where these deliveries name their records; null: where the others do. */
  readonly idPaths: readonly string[] | null;
}

/** How deliveries of a webhook are signed, and what they say. */
export interface WebhookRules {
  readonly scheme: SigningScheme;
  /** Only of the schemes that settings describe. */
  readonly signing: HmacSigning | SecretSigning | null;
  /** How far the clock of the sender may be from ours: beyond it an overheard delivery could be sent again. */
  readonly replayWindowSeconds: number;
  /** Path in the body to the kind of event; null: a header tells it, or all are changes. */
  readonly kindPath: string | null;
  /** Header that tells the kind of event, in small letters. */
  readonly kindHeader: string | null;
  /** The first that fits counts; kinds that none names are changes. */
  readonly kinds: readonly DeliveryKindRule[];
  /** A delivery brings the record itself, whose version orders it; the provider is not asked. */
  readonly useBody: boolean;
  /** Path in the body to the record, with `*` to those of many; null: the body is the record. */
  readonly recordPath: string | null;
  /** A deletion that a delivery tells is believed, under the delete ceiling; the provider is not asked. */
  readonly trustDeletes: boolean;
}

export const DEFAULT_REPLAY_WINDOW_SECONDS = 300;

/** What a webhook of a release before had: see the migration. */
export const DEFAULT_WEBHOOK_RULES: WebhookRules = {
  scheme: 'detect',
  signing: null,
  replayWindowSeconds: DEFAULT_REPLAY_WINDOW_SECONDS,
  kindPath: null,
  kindHeader: null,
  kinds: [],
  useBody: false,
  recordPath: null,
  trustDeletes: false,
};

const HEADER = /^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/;

/** Throws `config.invalid_webhook` with every place that does not fit. */
export function assertWebhookRules(rules: WebhookRules, idPaths: readonly string[]): void {
  const wrong: FieldError[] = [
    ...problemsOfPaths('idPath', idPaths),
    ...problemsOfSigning(rules),
    ...problemsOfKinds(rules),
    ...problemsOfBelief(rules),
  ];
  if (wrong.length > 0) throw new InvalidFields('config.invalid_webhook', wrong);
}

function problemsOfSigning({ scheme, signing }: WebhookRules): readonly FieldError[] {
  const isDescribed = schemeMeaning(scheme).signings === undefined;
  if (!isDescribed && signing === null) return [];
  const path = scheme === 'shared_secret' ? 'sharedSecret' : 'hmac';
  if (!isDescribed) return [{ path: 'scheme', message: `${scheme} needs no settings of how it is signed` }];
  if (signing === null || signing.kind !== (scheme === 'hmac' ? 'hmac' : 'secret'))
    return [{ path, message: `is needed: the scheme ${scheme} is described by it` }];
  return signing.kind === 'hmac' ? problemsOfHmac(signing) : problemsOfSecret(signing);
}

function problemsOfHmac(signing: HmacSigning): readonly FieldError[] {
  const { header, timestampHeader, idHeader, signed, separator } = signing;
  const wrong: FieldError[] = [];
  for (const [path, name] of Object.entries({ header, timestampHeader, idHeader }))
    wrong.push(...problemsOfHeader(`hmac.${path}`, name));
  const say = (path: string, message: string) => wrong.push({ path: `hmac.${path}`, message });
  const holds = (part: string) => signed.split(part).length - 1;
  if (holds('{body}') !== 1) say('signed', 'holds {body} once');
  if (holds('{timestamp}') > 1 || holds('{id}') > 1) say('signed', 'holds {timestamp} and {id} once at most');
  if (/\{(?!(?:body|timestamp|id)\})/.test(signed)) say('signed', 'knows {id}, {timestamp} and {body}');
  // A time that is not signed proves nothing: it can be changed by all who overhear the delivery.
  if ((timestampHeader !== null) !== signed.includes('{timestamp}'))
    say('timestampHeader', 'and {timestamp} in what is signed belong together');
  if (signed.includes('{id}') && idHeader === null) say('idHeader', 'is needed for {id} in what is signed');
  if (timestampHeader === header && separator === null)
    say('separator', 'is needed to find the time beside the signature in one header');
  return wrong;
}

function problemsOfSecret({ header, bodyPath, idHeader }: SecretSigning): readonly FieldError[] {
  const wrong = [
    ...problemsOfHeader('sharedSecret.header', header),
    ...problemsOfHeader('sharedSecret.idHeader', idHeader),
    ...(bodyPath === null ? [] : problemsOf('sharedSecret.bodyPath', () => parseValuesPath(bodyPath))),
  ];
  if ((header === null) === (bodyPath === null))
    wrong.push({ path: 'sharedSecret', message: 'has a header or a bodyPath, where the secret is' });
  return wrong;
}

function problemsOfKinds({ kindPath, kindHeader, kinds }: WebhookRules): readonly FieldError[] {
  const wrong: FieldError[] = [...problemsOfHeader('kindHeader', kindHeader)];
  if (kindPath !== null) wrong.push(...problemsOf('kindPath', () => parsePath(kindPath)));
  if (kindPath !== null && kindHeader !== null)
    wrong.push({ path: 'kindHeader', message: 'stands beside kindPath: the kind is in one place' });
  if (kindPath === null && kindHeader === null && kinds.length > 0)
    wrong.push({ path: 'kinds', message: 'need a kindPath or a kindHeader, where the kind of an event is' });
  const named = kinds.map(({ when }) => when);
  const twice = named.find((when, at) => named.indexOf(when) !== at);
  if (twice !== undefined) wrong.push({ path: 'kinds', message: `name "${twice}" twice` });
  for (const [at, { idPaths }] of kinds.entries())
    wrong.push(...problemsOfPaths(`kinds.${at}.idPath`, idPaths ?? []));
  return wrong;
}

function problemsOfBelief(rules: WebhookRules): readonly FieldError[] {
  const { useBody, recordPath, trustDeletes, kindHeader, kinds } = rules;
  const wrong: FieldError[] = [];
  if (recordPath !== null) wrong.push(...problemsOf('recordPath', () => parseValuesPath(recordPath)));
  if (recordPath !== null && !useBody)
    wrong.push({ path: 'recordPath', message: 'says where the record is that useBody takes: set that, too' });
  // A change that was overheard could be sent again as a deletion: the signature is of the body alone.
  if (trustDeletes && kindHeader !== null)
    wrong.push({
      path: 'trustDeletes',
      message: 'needs the kind in the body (kindPath): headers are not signed',
    });
  if (trustDeletes && !kinds.some(({ then }) => then === 'deleted'))
    wrong.push({ path: 'trustDeletes', message: 'needs a kind that means deleted' });
  return wrong;
}

function problemsOfPaths(place: string, idPaths: readonly string[]): readonly FieldError[] {
  const wrong = idPaths.flatMap((path) => problemsOf(place, () => parseValuesPath(path)));
  if (wrong.length > 0 || findOtherList(idPaths.map(parseValuesPath)) === undefined) return wrong;
  return [{ path: place, message: 'all paths go through the same lists, or through none' }];
}

function problemsOfHeader(path: string, name: string | null): readonly FieldError[] {
  if (name === null || HEADER.test(name)) return [];
  return [{ path, message: 'is the name of a header, in small letters' }];
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
