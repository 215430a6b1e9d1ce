import { isJsonObject, namesIn } from '@evenkeel/domain';
import { z } from 'zod';
import { answerRule } from '../answer-rule.js';
import { checkSpellings, credentialHeader } from '../header-name.js';
import { jsonObject } from '../request-settings.js';
import { kind, oneLine, text, valuePath } from '../setting-text.js';
import { whenSound } from '../when-sound.js';
import { address } from './token-settings.js';

const isPath = (value: string) => value.startsWith('/') && !value.startsWith('//');
const loginUrl = text.refine(
  (value) => isPath(value) || address.safeParse(value).success,
  'must be a path below baseUrl, which begins with one slash, or an http or https address without a user name',
);

const place = z
  .strictObject({
    path: valuePath.optional().describe('A place in the body of the answer.'),
    header: text.optional().describe('A header of the answer.'),
    cookie: text
      .optional()
      .describe('A cookie that it sets, by its name; `*`: all, as a header `Cookie` has them.'),
  })
  .refine((given) => Object.values(given).filter((said) => said !== undefined).length === 1, {
    error: 'must say one of path, header, cookie',
    path: ['path'],
    ...whenSound('path', 'header', 'cookie'),
  });

const lifetime = z
  .strictObject({
    path: valuePath.optional().describe('Where the answer says for how many seconds the session is good.'),
    seconds: z.int().min(1).optional().describe('For how many seconds it is good.'),
  })
  .refine(({ path, seconds }) => (path === undefined) !== (seconds === undefined), {
    error: 'must say one of path, seconds',
    path: ['path'],
    ...whenSound('path', 'seconds'),
  });

/** Texts of the login name credentials, those of `send` what the login gave. */
const request = {
  loginUrl: loginUrl.describe('Where a session is opened: a path below `baseUrl`, or a whole address.'),
  method: z.enum(['GET', 'POST', 'PUT']).default('POST').describe('How the login is asked.'),
  headers: z
    .record(credentialHeader, oneLine)
    .superRefine(checkSpellings, whenSound())
    .default({})
    .describe('Headers of the login. Texts may name credentials in braces.'),
  basic: z
    .strictObject({
      username: text.describe('Before the colon; may name credentials in braces.'),
      password: text.describe('Behind it.'),
    })
    .optional()
    .describe('A header `Authorization: Basic` of the login.'),
  json: jsonObject
    .optional()
    .describe('The body of the login, as JSON. Its texts may name credentials in braces.'),
  form: z.record(text, oneLine).optional().describe('The body of the login, as a form.'),
};

export const loginAuth = z
  .strictObject({
    kind: kind(
      'login',
      'Credentials: those that the texts of the login name in braces. A session is opened with them, and opened anew when it has ended.',
    ),
    ...request,
    take: z
      .record(text.regex(/^[A-Za-z_]\w*$/, 'must be letters, digits and _'), place)
      .refine((taken) => Object.keys(taken).length > 0, 'must take something from the answer')
      .describe('What the answer of the login gives, by a name of your choice.'),
    send: z
      .strictObject({
        headers: z
          .record(credentialHeader, text)
          .superRefine(checkSpellings, whenSound())
          .default({})
          .describe(
            'Headers of each call, whose texts name in braces what was taken: `"Cookie": "{session}"`.',
          ),
        query: z.record(text, text).default({}).describe('The same for parameters.'),
      })
      .describe('How the session goes with each call.'),
    lifetime: lifetime.optional().describe('For how long a session is good; left out: until it is refused.'),
    expired: z
      .array(answerRule)
      .default([])
      .describe(
        'Answers that mean that the session has ended, beside 401, 403, and a redirect or a page in HTML in place of data.',
      ),
    refusals: z
      .array(answerRule)
      .default([])
      .describe(
        'Answers of the login that mean that the credentials are refused, beside those that name an error.',
      ),
  })
  .superRefine(checkSending, whenSound())
  .refine(({ json, form }) => json === undefined || form === undefined, {
    error: 'a login has one body: json or form',
    path: ['form'],
    ...whenSound('json', 'form'),
  });

type Sending = Readonly<Record<'take' | 'send', unknown>>;

/** Told where what is sent is not what was taken. Either may be wrong by itself. */
function checkSending({ take, send }: Sending, context: z.RefinementCtx): void {
  if (!isJsonObject(take) || !isJsonObject(send)) return;
  const sent = (['headers', 'query'] as const).flatMap((part) =>
    Object.entries(isJsonObject(send[part]) ? send[part] : {}).map(([name, template]) => ({
      ...{ path: ['send', part, name], template },
    })),
  );
  for (const { path, template } of sent) {
    const names = typeof template === 'string' ? namesIn(template) : [];
    if (names.length > 0 && names.every((name) => Object.hasOwn(take, name))) continue;
    const message = `must name in braces what is taken: ${Object.keys(take).join(', ')}`;
    context.addIssue({ code: 'custom', path, message });
  }
  if (sent.length > 0) return;
  const message = 'must say a header or a parameter that carries the session';
  context.addIssue({ code: 'custom', path: ['send', 'headers'], message });
}
