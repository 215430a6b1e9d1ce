import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a standalone process takes deliveries, by the folder of its log: it takes the first port that is free, and says which. */
export async function gatewayOf(folder: string): Promise<string> {
  const log = await readFile(join(folder, 'standalone.log'), 'utf8');
  const said = [...log.matchAll(/Webhooks\s+(http:\/\/[^\s,]+)/g)].at(-1)?.[1];
  if (said === undefined) throw new Error('Standalone does not say where its gateway is');
  return said;
}
