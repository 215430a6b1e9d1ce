import type { OtelTracing } from './otel-tracing.js';
import type { TracingSettings } from './tracing-settings.js';

/** Loads OpenTelemetry only where it is asked for. */
export async function startTracing(settings: TracingSettings): Promise<OtelTracing> {
  const loaded = await import('./otel-tracing.js');
  return loaded.OtelTracing.start(settings);
}
