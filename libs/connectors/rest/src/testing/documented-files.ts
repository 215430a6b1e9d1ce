import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@evenkeel/domain';

const PAGE = join(__dirname, '..', '..', '..', '..', '..', 'docs', 'rest.md');
const page = readFileSync(PAGE, 'utf8');

/** The files of settings on docs/rest.md, by the name of the stream that each has. */
export const documentedFiles = [...page.matchAll(/^```json\n([^]*?)^```$/gm)].map(([, text = '']) => {
  const file = JSON.parse(text) as JsonObject;
  return [Object.keys(file['streams'] as object).join(), file] as const;
});
