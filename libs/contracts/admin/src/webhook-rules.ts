import {
  CHANGE_KINDS,
  DEFAULT_REPLAY_WINDOW_SECONDS,
  HMAC_ALGORITHMS,
  HMAC_DEFAULTS,
  SIGNATURE_ENCODINGS,
  SIGNING_SCHEMES,
} from '@evenkeel/domain';
import { z } from 'zod';

const path = z.string().min(1).max(500);
/** Headers are known by any spelling, and kept in small letters. */
const header = z.string().trim().toLowerCase().min(1).max(100);
const text = z.string().max(100);

const hmac = z
  .strictObject({
    header: header.describe('Header of the signature.'),
    algorithm: z
      .enum(HMAC_ALGORITHMS)
      .describe('What the HMAC is made with.')
      .default(HMAC_DEFAULTS.algorithm),
    encoding: z
      .enum(SIGNATURE_ENCODINGS)
      .describe('How the signature is written.')
      .default(HMAC_DEFAULTS.encoding),
    prefix: text.describe('What stands before it: `sha256=`.').default(HMAC_DEFAULTS.prefix),
    separator: text
      .min(1)
      .nullable()
      .describe(
        'What stands between several signatures in the header, of which one has to fit; null: there is one.',
      )
      .default(HMAC_DEFAULTS.separator),
    timestampHeader: header
      .nullable()
      .describe(
        'Header of the time of sending (seconds or milliseconds since 1970, or ISO 8601); it may be that of the signature. Null: none is told.',
      )
      .default(HMAC_DEFAULTS.timestampHeader),
    timestampPrefix: text
      .describe('What stands before the time: `t=`.')
      .default(HMAC_DEFAULTS.timestampPrefix),
    signed: z
      .string()
      .min(1)
      .max(200)
      .describe(
        'What is signed, with `{body}` once and `{timestamp}` and `{id}` where they are signed: `{timestamp}.{body}`.',
      )
      .default(HMAC_DEFAULTS.signed),
    idHeader: header
      .nullable()
      .describe('Header that names the delivery, so that one which comes again is known; null: none does.')
      .default(HMAC_DEFAULTS.idHeader),
    key: z
      .enum(['text', 'base64'])
      .describe('Whether the secret is the key, or the base64 of it.')
      .default(HMAC_DEFAULTS.key),
  })
  .meta({ id: 'HmacSigning', description: 'How the deliveries of a provider are signed with an HMAC.' });

const sharedSecret = z
  .strictObject({
    header: header.nullable().describe('Header in which the secret comes.').default(null),
    prefix: text.describe('What stands before it: `Bearer `.').default(''),
    bodyPath: path.nullable().describe('Path in the body to the secret, in place of a header.').default(null),
    idHeader: header.nullable().describe('Header that names the delivery; null: none does.').default(null),
  })
  .meta({ id: 'SharedSecret', description: 'Where a secret comes along with each delivery.' });

const kindRule = z.strictObject({
  when: z.string().max(200).describe('The kind, or with `*` at its end all that begin so: `customer.*`.'),
  then: z
    .enum(CHANGE_KINDS)
    .describe(
      '`changed` and `deleted`: the record is read, and what the provider says decides; `ignore`: nothing is done.',
    ),
  stream: z
    .string()
    .min(1)
    .max(200)
    .nullable()
    .describe('Stream that deliveries of this kind are about; null: that of the webhook.')
    .default(null),
  idPath: path
    .or(z.array(path).min(2).max(10))
    .nullable()
    .describe('Where these deliveries name their records; null: where the others do.')
    .default(null),
});

const SCHEME =
  'How the deliveries are signed. `detect`: as Evenkeel or GitHub do; `hmac` and `shared_secret` are described by settings; `none`: not at all, from this machine only.';
const REPLAY =
  'How far the time of sending may be from now, where it is told: one that was overheard is worth nothing behind it.';
const KIND_PATH = 'Path in the body to the kind of event; null: none.';
const KIND_HEADER = 'Header that tells the kind of event, in place of a path; null: none.';
const KINDS = 'What kinds of events mean, the first that fits; one that none names is a change.';

const USE_BODY =
  'A delivery brings the record itself, as its stream gives it and with its version or time of change: it is applied as it stands, and the provider is not asked.';
const RECORD_PATH =
  'Path in the body to the record that `useBody` takes, with `*` to those of many; null: the body is the record.';
const TRUST_DELETES =
  'A kind that means deleted is believed, under the delete ceiling, and the provider is not asked. Only where the kind is in the body.';

const asked = z.object({
  scheme: z.enum(SIGNING_SCHEMES).describe(SCHEME),
  hmac: hmac.nullable().describe('Only of the scheme `hmac`.'),
  sharedSecret: sharedSecret.nullable().describe('Only of the scheme `shared_secret`.'),
  replayWindowSeconds: z.int().min(10).max(3_600).describe(REPLAY),
  kindPath: path.nullable().describe(KIND_PATH),
  kindHeader: header.nullable().describe(KIND_HEADER),
  kinds: z.array(kindRule).max(100).describe(KINDS),
  useBody: z.boolean().describe(USE_BODY),
  recordPath: path.nullable().describe(RECORD_PATH),
  trustDeletes: z.boolean().describe(TRUST_DELETES),
});
const rule = asked.shape;

/** Of a request that adds. */
export const webhookRules = {
  scheme: rule.scheme.default('detect'),
  hmac: rule.hmac.default(null),
  sharedSecret: rule.sharedSecret.default(null),
  replayWindowSeconds: rule.replayWindowSeconds.default(DEFAULT_REPLAY_WINDOW_SECONDS),
  kindPath: rule.kindPath.default(null),
  kindHeader: rule.kindHeader.default(null),
  kinds: rule.kinds.default([]),
  useBody: rule.useBody.default(false),
  recordPath: rule.recordPath.default(null),
  trustDeletes: rule.trustDeletes.default(false),
} as const;

/** Of one that changes: what is left out must not become what it is by default. */
export const changedWebhookRules = asked.partial().shape;

/** The same as it is shown. */
export const webhookRulesView = {
  scheme: z.enum(SIGNING_SCHEMES).describe(SCHEME),
  hmac: hmac.nullable().describe('Only of the scheme `hmac`.'),
  sharedSecret: sharedSecret.nullable().describe('Only of the scheme `shared_secret`.'),
  replayWindowSeconds: z.int().describe(REPLAY),
  kindPath: z.string().nullable().describe(KIND_PATH),
  kindHeader: z.string().nullable().describe(KIND_HEADER),
  kinds: z.array(kindRule).describe(KINDS),
  useBody: z.boolean().describe(USE_BODY),
  recordPath: z.string().nullable().describe(RECORD_PATH),
  trustDeletes: z.boolean().describe(TRUST_DELETES),
} as const;
export type WebhookRulesFields = z.output<z.ZodObject<typeof webhookRules>>;
