import type { JsonValue } from '@evenkeel/domain';
import { z } from 'zod';
import { checkSpellings, credentialHeader } from '../header-name.js';
import { jsonObject } from '../request-settings.js';
import { kind, text } from '../setting-text.js';
import { whenSound } from '../when-sound.js';
import { credentialsIn, credentialText } from './credential-text.js';
import { signature, SIGNING_NAMES } from './signature-settings.js';

export const customAuth = z
  .strictObject({
    kind: kind('custom', 'Credentials: those that the texts below name in braces, each of them once.'),
    headers: z
      .record(credentialHeader, credentialText)
      .superRefine(checkSpellings, whenSound())
      .default({})
      .describe('Headers of each call. Their texts name credentials: `"Token token={token}"`.'),
    query: z
      .record(text, credentialText)
      .default({})
      .describe('Parameters of each call. Their texts name credentials.'),
    json: jsonObject
      .optional()
      .describe(
        'Members that are put into the JSON body of each call; its texts may name credentials. What is asked without a body is asked with POST and this one.',
      ),
    form: z.record(text, text).optional().describe('The same for bodies that are forms.'),
    signature: signature
      .optional()
      .describe(
        'How each call is signed. Texts of `headers` and `query` may then name `{signature}`, `{timestamp}`, `{nonce}` and the others that `text` names.',
      ),
  })
  .refine(
    ({ headers, query, json, form }) =>
      credentialsIn({ headers, query, json: json ?? null, form: form ?? null }).length > 0,
    {
      error: 'must name a credential in braces in headers, query, json or form',
      path: ['headers'],
      ...whenSound('headers', 'query', 'json', 'form'),
    },
  )
  .refine(({ json, form }) => json === undefined || form === undefined, {
    error: 'a call has one body: json or form',
    path: ['form'],
    ...whenSound('json', 'form'),
  })
  .refine(
    ({ signature: signs, headers, query }) => signs === undefined || namesSignature({ headers, query }),
    {
      error: 'where calls are signed, a text of headers or query must name {signature}',
      path: ['headers'],
      ...whenSound('headers', 'query', 'signature'),
    },
  )
  .refine(({ signature: signs, json, form }) => signs === undefined || !namesOfCall(json ?? form ?? null), {
    error: 'bodies are signed and cannot name parts of a call, such as {timestamp}',
    path: ['signature'],
    ...whenSound('json', 'form', 'signature'),
  });

function namesSignature(texts: JsonValue): boolean {
  return credentialsIn(texts).includes('signature');
}

function namesOfCall(body: JsonValue): boolean {
  return credentialsIn(body).some((name) => SIGNING_NAMES.includes(name));
}
