/** How deliveries prove who sent them. `detect`: by the headers of Evenkeel or of GitHub, whichever are there. */
export const SIGNING_SCHEMES = [
  'detect',
  'evenkeel',
  'standard_webhooks',
  'stripe',
  'github',
  'shopify',
  'slack',
  'meta',
  'microsoft_graph',
  'hmac',
  'shared_secret',
  'none',
] as const;
export type SigningScheme = (typeof SIGNING_SCHEMES)[number];

export const HMAC_ALGORITHMS = ['sha256', 'sha512', 'sha1'] as const;
export type HmacAlgorithm = (typeof HMAC_ALGORITHMS)[number];
export const SIGNATURE_ENCODINGS = ['hex', 'base64'] as const;
export type SignatureEncoding = (typeof SIGNATURE_ENCODINGS)[number];

/** Where an HMAC of a delivery stands, and of what it is one. Names of headers are in small letters. */
export interface HmacSigning {
  readonly kind: 'hmac';
  readonly algorithm: HmacAlgorithm;
  readonly encoding: SignatureEncoding;
  /** The header of the signature. */
  readonly header: string;
  /** What stands before the signature in its header. */
  readonly prefix: string;
  /** What stands between several signatures, one of which has to fit; null: there is one. */
  readonly separator: string | null;
  /** The header of the time of sending; null: none is told. It may be that of the signature, between its separators. */
  readonly timestampHeader: string | null;
  readonly timestampPrefix: string;
  /** What is signed: text with `{id}`, `{timestamp}` and, once, `{body}`. */
  readonly signed: string;
  /** The header that names the delivery; null: none does. */
  readonly idHeader: string | null;
  /** `base64`: the secret is the base64 of the key, behind `whsec_`. */
  readonly key: 'text' | 'base64';
}

/** The secret itself comes with each delivery. */
export interface SecretSigning {
  readonly kind: 'secret';
  /** In this header, behind `prefix`; null: it is in the body. */
  readonly header: string | null;
  readonly prefix: string;
  /** Path in the body; with `*` every one of them has to be the secret. */
  readonly bodyPath: string | null;
  readonly idHeader: string | null;
}

/** Nothing is proven: for senders on the same machine. */
export interface NoSigning {
  readonly kind: 'none';
  readonly idHeader: string | null;
}

export type Signing = HmacSigning | SecretSigning | NoSigning;

/** How a sender asks whether an address is there before it sends to it. */
export type Handshake = 'none' | 'slack' | 'github' | 'meta' | 'microsoft_graph';

/** What a scheme means, wherever code asks it something. */
export interface SchemeMeaning {
  /** The first one whose headers a delivery has counts; undefined: settings of the endpoint say it. */
  readonly signings: readonly Signing[] | undefined;
  readonly handshake: Handshake;
  /** Where the body of a delivery names it, in a scheme without a header for that. */
  readonly idPath: string | null;
  /** How a secret is written that is made for this scheme. */
  readonly secret: 'text' | 'whsec' | 'none';
}

const HMAC = {
  kind: 'hmac',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: '',
  separator: null,
  timestampHeader: null,
  timestampPrefix: '',
  signed: '{body}',
  idHeader: null,
  key: 'text',
} as const;

/** What a setting of the scheme `hmac` is where it is left out. */
export const HMAC_DEFAULTS: Omit<HmacSigning, 'header'> = HMAC;

const EVENKEEL: HmacSigning = {
  ...HMAC,
  header: 'x-evenkeel-signature',
  prefix: 'sha256=',
  timestampHeader: 'x-evenkeel-timestamp',
  signed: '{id}.{timestamp}.{body}',
  idHeader: 'x-evenkeel-delivery',
};
/** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
const GITHUB: HmacSigning = {
  ...HMAC,
  header: 'x-hub-signature-256',
  prefix: 'sha256=',
  idHeader: 'x-github-delivery',
};
/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
const STANDARD_WEBHOOKS: HmacSigning = {
  ...HMAC,
  encoding: 'base64',
  header: 'webhook-signature',
  prefix: 'v1,',
  separator: ' ',
  timestampHeader: 'webhook-timestamp',
  signed: '{id}.{timestamp}.{body}',
  idHeader: 'webhook-id',
  key: 'base64',
};
/** https://docs.stripe.com/webhooks/signature */
const STRIPE: HmacSigning = {
  ...HMAC,
  header: 'stripe-signature',
  prefix: 'v1=',
  separator: ',',
  timestampHeader: 'stripe-signature',
  timestampPrefix: 't=',
  signed: '{timestamp}.{body}',
};
/** https://shopify.dev/docs/apps/build/webhooks/subscribe/https */
const SHOPIFY: HmacSigning = {
  ...HMAC,
  encoding: 'base64',
  header: 'x-shopify-hmac-sha256',
  idHeader: 'x-shopify-webhook-id',
};
/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
const SLACK: HmacSigning = {
  ...HMAC,
  header: 'x-slack-signature',
  prefix: 'v0=',
  timestampHeader: 'x-slack-request-timestamp',
  signed: 'v0:{timestamp}:{body}',
};
/** https://developers.facebook.com/docs/graph-api/webhooks/getting-started */
const META: HmacSigning = { ...HMAC, header: 'x-hub-signature-256', prefix: 'sha256=' };
/** https://learn.microsoft.com/graph/change-notifications-delivery-webhooks: the `clientState` of the subscription. */
const MICROSOFT_GRAPH: SecretSigning = {
  kind: 'secret',
  header: null,
  prefix: '',
  bodyPath: 'value.*.clientState',
  idHeader: null,
};

const PLAIN = { handshake: 'none', idPath: null, secret: 'text' } as const;

export const SCHEME_TABLE = {
  detect: { ...PLAIN, signings: [EVENKEEL, GITHUB], handshake: 'github' },
  evenkeel: { ...PLAIN, signings: [EVENKEEL] },
  standard_webhooks: { ...PLAIN, signings: [STANDARD_WEBHOOKS], secret: 'whsec' },
  stripe: { ...PLAIN, signings: [STRIPE], idPath: 'id' },
  github: { ...PLAIN, signings: [GITHUB], handshake: 'github' },
  shopify: { ...PLAIN, signings: [SHOPIFY] },
  slack: { ...PLAIN, signings: [SLACK], handshake: 'slack', idPath: 'event_id' },
  meta: { ...PLAIN, signings: [META], handshake: 'meta' },
  microsoft_graph: { ...PLAIN, signings: [MICROSOFT_GRAPH], handshake: 'microsoft_graph' },
  hmac: { ...PLAIN, signings: undefined },
  shared_secret: { ...PLAIN, signings: undefined },
  none: { ...PLAIN, signings: [{ kind: 'none', idHeader: 'x-delivery-id' }], secret: 'none' },
} as const satisfies Record<SigningScheme, SchemeMeaning>;

export function schemeMeaning(scheme: SigningScheme): SchemeMeaning {
  return SCHEME_TABLE[scheme];
}
