import type { ServiceReadiness } from '@evenkeel/ports';

const PATIENCE_MS = 2_500;

/** Asks `<url>/readyz`. Never rejects. */
export async function askReadiness(name: string, url: string): Promise<ServiceReadiness> {
  try {
    const answer = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(PATIENCE_MS) });
    // Says what is wrong where it is one of ours; the status is enough where it is not.
    const detail = answer.ok ? null : (await answer.text()).slice(0, 300);
    return { name, ready: answer.ok, detail };
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { name, ready: false, detail: reason instanceof Error ? reason.message : String(reason) };
  }
}
