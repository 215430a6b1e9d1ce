import { describeApi } from '@evenkeel/service-admin';

/** `docs/openapi.json`: the admin API as the table of its operations says it. */
export async function openapi(): Promise<string> {
  return `${JSON.stringify(describeApi(), undefined, 2)}\n`;
}
