import { parsePath } from '@evenkeel/domain';
import { z } from 'zod';

/** Names and values that would end a header line early do not get through. Written so that every reader of JSON Schema knows it. */
export const oneLine = z
  .string()
  // eslint-disable-next-line no-control-regex -- they are what is refused
  .regex(/^[^\u0000-\u001f\u007f-\u009f]*$/, 'must not hold control characters');
export const text = oneLine.min(1, 'must not be empty');
/** Put behind `baseUrl`. */
export const urlPath = text.regex(/^\/(?!\/)/, 'must begin with one slash: it is put behind baseUrl');

/** The one path language: dots lead from member to member, numbers into lists, `\\.` is a dot within a name. */
export const valuePath = text.superRefine(checkPath);
/** Empty means the value itself. */
export const anyPath = oneLine.superRefine(checkPath);

/** Where an id is, or each of its parts. */
export const idPath = valuePath.or(z.array(valuePath).min(2));

function checkPath(path: string, context: z.RefinementCtx): void {
  if (path === '') return;
  try {
    parsePath(path);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
}

/** The `kind` of a variant, with what the variant is: for editors and for the page of settings. */
export function kind<const Name extends string>(name: Name, description: string): z.ZodLiteral<Name> {
  return z.literal(name).describe(description);
}
