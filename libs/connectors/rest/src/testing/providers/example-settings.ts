import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@evenkeel/domain';

export const examplesFolder = join(__dirname, '..', '..', '..', 'examples');

/** A manifest of `examples/`, every host of which is at `baseUrl`; where its documents are stays as it is. */
export function exampleSettings(file: string, baseUrl: string): JsonObject {
  const text = readFileSync(join(examplesFolder, file), 'utf8');
  return JSON.parse(text.replaceAll(/https:\/\/(?!docs\.)[^/"]+/g, baseUrl)) as JsonObject;
}
