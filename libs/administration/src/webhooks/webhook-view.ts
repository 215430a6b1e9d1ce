import type { OpenEndpointView, RequestOf } from '@evenkeel/contracts-admin';
import {
  schemeMeaning,
  type DeliveryKindRule,
  type HmacSigning,
  type SecretSigning,
  type WebhookRules,
} from '@evenkeel/domain';
import type { Ids, OpenEndpoint, WebhookEndpoint } from '@evenkeel/ports';

export type AskedRules = Pick<
  RequestOf<'addWebhookEndpoint'>,
  | 'scheme'
  | 'hmac'
  | 'sharedSecret'
  | 'replayWindowSeconds'
  | 'kindPath'
  | 'kindHeader'
  | 'kinds'
  | 'useBody'
  | 'recordPath'
  | 'trustDeletes'
>;

/** The rules that a request asks for. Of two descriptions that of the scheme counts, and a scheme that needs none has it refused. */
export function rulesOf({ hmac, sharedSecret, kinds, ...asked }: AskedRules): WebhookRules {
  const { scheme, replayWindowSeconds, kindPath, kindHeader, useBody, recordPath, trustDeletes } = asked;
  const byHmac = hmac === null ? null : ({ kind: 'hmac', ...hmac } satisfies HmacSigning);
  const bySecret =
    sharedSecret === null ? null : ({ kind: 'secret', ...sharedSecret } satisfies SecretSigning);
  const signing = scheme === 'shared_secret' ? (bySecret ?? byHmac) : (byHmac ?? bySecret);
  return {
    ...{ scheme, signing, replayWindowSeconds, kindPath, kindHeader, kinds: kinds.map(ruleOf) },
    ...{ useBody, recordPath, trustDeletes },
  };
}

function ruleOf({ idPath, ...rule }: AskedRules['kinds'][number]): DeliveryKindRule {
  return { ...rule, idPaths: idPath === null ? null : [idPath].flat() };
}

/** What both views of an endpoint have. */
export function webhookView(endpoint: WebhookEndpoint) {
  const { id, connectionId, stream, idPaths, token, previousUntil, rules, revision } = endpoint;
  const { signing, kinds, ...others } = rules;
  return {
    ...{ id, connectionId, stream, idPath: oneOrMany(idPaths), path: `/hooks/${token}` },
    ...others,
    hmac: signing?.kind === 'hmac' ? withoutKind(signing) : null,
    sharedSecret: signing?.kind === 'secret' ? withoutKind(signing) : null,
    kinds: kinds.map(({ idPaths: paths, ...rule }) => ({ ...rule, idPath: paths && oneOrMany(paths) })),
    previousUntil: previousUntil?.toISOString() ?? null,
    revision,
  };
}

function withoutKind<T extends { readonly kind: string }>({ kind: _kind, ...others }: T): Omit<T, 'kind'> {
  return others;
}

function oneOrMany([only = '', ...others]: readonly string[]): string | string[] {
  return others.length === 0 ? only : [only, ...others];
}

/** What the views of an endpoint that is open have beside that. */
export function openEndpointToView(endpoint: OpenEndpoint): OpenEndpointView {
  const { createdAt, deliveredAt, refusal } = endpoint;
  return {
    ...webhookView(endpoint),
    createdAt: createdAt.toISOString(),
    deliveredAt: deliveredAt?.toISOString() ?? null,
    refusedSince: refusal?.since.toISOString() ?? null,
    refusedFor: refusal?.why ?? null,
  };
}

const SECRET_BYTES = 32;
/** Of what Meta names when it asks for an address. */
export const VERIFY_TOKEN_BYTES = 24;

/** A secret in the form in which the sender takes it. */
export function newSecret(ids: Ids, { scheme }: Pick<WebhookRules, 'scheme'>): string {
  const made = ids.secret(SECRET_BYTES);
  if (schemeMeaning(scheme).secret !== 'whsec') return made;
  return `whsec_${Buffer.from(made, 'base64url').toString('base64')}`;
}
