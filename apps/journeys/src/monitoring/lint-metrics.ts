import { spawnSync } from 'node:child_process';
import { PROGRAMS } from './monitoring.js';

/** What `promtool check metrics` has against what a service shows; nothing: an empty text. */
export async function lintMetrics(url: string): Promise<string> {
  const shown = await (await fetch(`${url}/metrics`)).text();
  const { stdout, stderr } = spawnSync(PROGRAMS.promtool ?? '', ['check', 'metrics'], {
    input: shown,
    encoding: 'utf8',
  });
  return stdout + stderr;
}
