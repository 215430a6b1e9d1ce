import { z } from 'zod';
import { text, valuePath } from './setting-text.js';

const fieldName = text.regex(/^(?!__proto__$)[^.\\*$]+$/, 'must be the name of a field, without dots');

/** A listing for each record of another stream. */
export const parentSettings = z.strictObject({
  stream: text.describe(
    'The stream of this connection whose records are the parents. The request names what is at a path of a parent as `{parent.PATH}`.',
  ),
  into: z
    .record(fieldName, valuePath)
    .default({})
    .describe(
      'Fields that are put into each record, and the path of the parent where the value of each is. A field that `idPath` names becomes text.',
    ),
  incremental: z
    .boolean()
    .default(false)
    .describe(
      'Each record that is created, changed or deleted shows as a change of its parent: then an incremental run reads the records of ' +
        'changed parents, whole, and no others. Where that is not so, changes are missed until the next full run.',
    ),
  absent: z
    .enum(['doubt', 'none'])
    .default('doubt')
    .describe(
      'What is made of a parent that has nothing where the request names something. `doubt`: the run tells that records may be missing. ' +
        '`none`: such a parent has no records.',
    ),
});

export type ParentSettings = z.infer<typeof parentSettings>;
