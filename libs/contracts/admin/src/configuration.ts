import { CONFIGURATION_ACTIONS, CONFIGURATION_KINDS, CONFIGURATION_VERSION } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { jsonObject, jsonValue } from './json-object.js';

/** As many as one request may bring. */
const MOST_DOCUMENTS = 2_000;

const setName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\w.-]+$/, 'must be letters, digits, dots, dashes and underscores');
const SET_SAYS =
  'Name of the set to which the documents belong. What they hold is then managed by it: other edits are refused, and what the set no longer names can be removed.';

const documents = z
  .array(
    z
      .strictObject({
        origin: z
          .string()
          .min(1)
          .max(1000)
          .describe('Where it stands (file and line), as problems name it. Left out: its place in the list.')
          .optional(),
        content: jsonValue.describe(
          `The document as JSON: \`apiVersion\` (${CONFIGURATION_VERSION}), \`kind\`, \`metadata.name\` and \`spec\`. Their JSON Schema is at \`GET /configuration/schema\`.`,
        ),
      })
      .meta({ id: 'PlacedDocument', description: 'A document of configuration, with where it stands.' }),
  )
  .max(MOST_DOCUMENTS)
  .describe('In any order.');

export const configurationRequest = z
  .strictObject({
    documents,
    set: setName.nullable().describe(`${SET_SAYS} Null: it is not managed.`).default(null),
    prune: z
      .boolean()
      .describe('Remove what the set holds and no document names. It needs `set`.')
      .default(false),
    force: z
      .boolean()
      .describe(
        'Also change what another set manages. Without `set`, what the documents name is managed no longer.',
      )
      .default(false),
  })
  .refine(({ set, prune }) => !prune || set !== null, {
    path: ['prune'],
    error: 'needs `set`: only what a set manages is removed',
  })
  // A list that a caller forgot is an empty one to some.
  .refine(({ documents: given, prune, force }) => !prune || given.length > 0 || force, {
    path: ['documents'],
    error: 'are none: `prune` would remove everything that the set holds. Give `force` where that is meant',
  })
  .meta({ id: 'ApplyDocuments', description: 'Documents, and what is to be made of them.' });

const kind = z.enum(CONFIGURATION_KINDS).describe('What it is.');
const name = z.string().describe('Its name.');

const changedField = z
  .object({
    path: z.string().describe('Where in the spec.'),
    before: jsonValue.describe('Left out: it was not there.').optional(),
    after: jsonValue.describe('Left out: it goes.').optional(),
  })
  .meta({ id: 'ChangedConfigurationField', description: 'A field that is different.' });

const changeView = z
  .object({
    kind,
    name,
    action: z
      .enum(CONFIGURATION_ACTIONS)
      .describe('`adopt` and `release` change only which set it belongs to.'),
    origin: z.string().nullable().describe('The document that asks for it; null: none names it any more.'),
    fields: z.array(changedField).describe('What differs in its spec; of what is added, all of it.'),
    secrets: z
      .array(z.string())
      .describe('Paths of secrets that are sealed anew or taken away. Never their values.'),
    managedBy: z.string().nullable().describe('The set that manages it afterwards; null: none.'),
    consequences: z.array(z.string()).describe('What a person should know of it before, in words.'),
  })
  .meta({ id: 'ConfigurationChange', description: 'One thing that is added, changed or removed.' });

const problemOfDocument = z
  .object({
    origin: z.string().nullable().describe('The document; null: it is about what is there.'),
    kind: kind.nullable().describe('What it is about; null where that cannot be told.'),
    name: z.string().nullable().describe('Its name; null where that cannot be told.'),
    path: z.string().describe('Where in the document; empty: the whole.'),
    message: z.string().describe('What is wrong.'),
    remedy: z.string().describe('What can be done about it.'),
  })
  .meta({
    id: 'ConfigurationProblem',
    description: 'Something that keeps the documents from being applied.',
  });

const noteView = z
  .object({
    origin: z.string().nullable().describe('The document.'),
    path: z.string().describe('Where in the document.'),
    message: z.string().describe('What should be known.'),
  })
  .meta({ id: 'ConfigurationNote', description: 'Something about a document that is no problem here.' });

export const configurationPlan = z
  .object({
    ok: z.boolean().describe('Whether it can be applied, or was.'),
    applied: z.boolean().describe('Whether it was applied: then all of it was, else nothing.'),
    changes: z.array(changeView).describe('In the order in which they are made.'),
    unchanged: count.describe('How many documents say what is there already.'),
    left: z
      .array(
        z.object({ kind, name }).meta({ id: 'ConfigurationName', description: 'A thing by kind and name.' }),
      )
      .describe('What the set holds and no document names: `prune` would remove it.'),
    problems: z.array(problemOfDocument).describe('All of them, of all documents.'),
    notes: z.array(noteView).describe('Placeholders of secrets, by document.'),
  })
  .meta({ id: 'ConfigurationPlan', description: 'What documents would change, or have changed.' });
export type ConfigurationPlan = z.output<typeof configurationPlan>;

export const configurationValidation = z
  .object({
    ok: z.boolean().describe('Whether nothing is wrong with the documents.'),
    documents: count.describe('How many documents were looked at.'),
    problems: z.array(problemOfDocument).describe('All of them, of all documents.'),
    notes: z.array(noteView).describe('Placeholders of secrets, by document.'),
  })
  .meta({ id: 'ConfigurationValidation', description: 'Whether documents are as they have to be.' });

export const exportQuery = z.object({
  kind: kind.describe('Only documents of this kind. Left out: of all.').optional(),
  set: setName.describe('Only what this set manages. Left out: everything.').optional(),
});

export const exportedConfiguration = z
  .object({
    documents: z
      .array(jsonObject)
      .describe(
        'What is there, as documents, each after what it needs. Secrets are by the references under which they were given, else `stored`.',
      ),
  })
  .meta({ id: 'ExportedConfiguration', description: 'Configuration as documents.' });

export const configurationSchemaView = jsonObject.meta({
  id: 'ConfigurationSchema',
  description: 'The JSON Schema (draft 2020-12) of documents.',
});
