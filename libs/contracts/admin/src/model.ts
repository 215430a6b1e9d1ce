import { MODEL_VERDICTS } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { timeView } from './json-object.js';

const SAYS = {
  baseUrl: 'Where the server answers: `/chat/completions` is added. It has to answer as that of OpenAI does.',
  name: 'The model, as the server calls it.',
  timeoutSeconds: 'How long one call may take.',
  budget:
    'What it may be asked at most. Tokens are counted as the server tells them, and estimated before a call and where it does not.',
} as const;

const limit = z.int().min(1).max(1_000_000_000);
const budget = z.strictObject({
  callsPerDay: limit.describe('Calls from midnight to midnight, UTC.'),
  tokensPerDay: limit.describe('Tokens of questions and answers in that time.'),
  callsPerRun: limit.describe('Calls about the conflicts that one execution found.'),
  tokensPerRun: limit.describe('Tokens about these.'),
});
const modelBudget = budget.meta({ id: 'ModelBudget', description: SAYS.budget });

const serverUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address with http or https' })
  .max(1000)
  .refine(
    (text) =>
      ['username', 'password', 'search', 'hash'].every((part) => URL.parse(text)?.[part as 'hash'] === ''),
    'must be without a name, a password, a query and a fragment',
  );

export const setModel = z
  .strictObject({
    baseUrl: serverUrl.describe(`${SAYS.baseUrl} Left out: it stays.`).optional(),
    name: z.string().trim().min(1).max(200).describe(`${SAYS.name} Left out: it stays.`).optional(),
    key: z
      .string()
      .min(1)
      .max(5000)
      .regex(/^[!-~]*$/, 'must be without spaces, control characters and letters beyond ASCII')
      .nullable()
      .describe(
        'Goes with each call as a bearer token. It is encrypted at once, bound to the host of `baseUrl`, and never shown. Null: none. Left out: it stays, unless `baseUrl` leads to another host.',
      )
      .optional(),
    timeoutSeconds: z.int().min(1).max(120).describe(`${SAYS.timeoutSeconds} Left out: it stays.`).optional(),
    budget: budget
      .partial()
      .meta({ id: 'ChangeModelBudget', description: 'What is left out stays.' })
      .describe(`${SAYS.budget} What is left out stays.`)
      .optional(),
  })
  .refine((given) => Object.keys(given).length > 0, 'says nothing: give what is to be set')
  .meta({ id: 'SetModel', description: 'The language model that is asked about conflicts.' });

const modelUse = z
  .object({
    calls: count.describe('Calls that were made, or are under way.'),
    tokens: count.describe('Tokens of questions and answers.'),
  })
  .meta({ id: 'ModelUse', description: 'What a model was asked.' });

export const modelView = z
  .object({
    baseUrl: z.string().describe(SAYS.baseUrl),
    name: z.string().describe(SAYS.name),
    hasKey: z.boolean().describe('Whether a key goes with each call.'),
    timeoutSeconds: z.int().describe(SAYS.timeoutSeconds),
    budget: modelBudget,
    usedToday: modelUse.describe(
      'What of the budget of the day is used up, or reserved for calls under way.',
    ),
    changedAt: timeView.describe('When it was set last.'),
    revision: z.int().describe('How often it was set, from 1; `If-Match` takes it as an ETag.'),
  })
  .meta({ id: 'Model', description: 'The language model that is asked about conflicts, without its key.' });
export type ModelView = z.output<typeof modelView>;

export const modelCheckView = z
  .object({
    name: z.string().describe(SAYS.name),
    baseUrl: z.string().describe(SAYS.baseUrl),
    verdict: z
      .enum(MODEL_VERDICTS)
      .describe(
        '`ready`: it answers as it is asked. `unreachable`: no server answers. `refused`: the server takes no such call, as where the key is wrong. `unknown_model`: it answers, and has no such model, or nothing at that address. `unusable`: the model answers something else than it is asked for.',
      ),
    cause: z.string().nullable().describe('Why it is not ready; null: it is.'),
    tookMs: count.describe('Milliseconds that the question took.'),
    tokens: count.nullable().describe('Tokens that it took, as the server says; null: it does not say.'),
  })
  .meta({ id: 'ModelCheck', description: 'What a trial question to the language model showed.' });
export type ModelCheckView = z.output<typeof modelCheckView>;
