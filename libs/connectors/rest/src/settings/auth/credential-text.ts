import { namesIn, type JsonValue } from '@evenkeel/domain';
import { z } from 'zod';
import { textsIn } from '../../request/places.js';
import { oneLine, text } from '../setting-text.js';

/** A text that names credentials in braces. One without any holds no credential, or holds one that everybody can read here. */
export const credentialText = text.refine(
  (template) => namesIn(template).length > 0,
  'must name a credential in braces, such as {apiKey}: secrets are credentials, and what is none belongs into headers or params',
);

/** Each credential that is named in the texts of a value. */
export function credentialsIn(value: JsonValue | undefined): readonly string[] {
  return [...new Set(textsIn(value).flatMap(namesIn))];
}

export const secret = oneLine.min(1, 'is missing');

/** Text that PEM frames (RFC 7468), of several certificates too. */
export const IS_PEM = /^\s*-----BEGIN [A-Z ]+-----\r?\n[\s\S]+\n-----END [A-Z ]+-----\s*$/;

/** A credential of several lines in PEM; line breaks that were written as `\n` are meant as such. */
export function pem(what: RegExp): z.ZodType<string, string> {
  return z
    .string()
    .transform((written) => written.replaceAll('\\n', '\n'))
    .refine(
      (written) => what.test(written) && IS_PEM.test(written),
      'must be a text in PEM, with its lines -----BEGIN ...----- and -----END ...-----',
    );
}
