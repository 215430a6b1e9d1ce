import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What is in a file that this process may read. */
export function fileText(fits: (text: string) => boolean) {
  return z
    .string()
    .transform((path, context) => {
      try {
        const text = readFileSync(path, 'utf8');
        if (fits(text)) return text;
      } catch {
        // Told as any other value that cannot be used.
      }
      context.addIssue({ code: 'custom', message: 'cannot be read' });
      return z.NEVER;
    })
    .optional();
}

export const pemFile = (kind: string) =>
  fileText((text) => text.includes('-----BEGIN ') && text.includes(kind));
