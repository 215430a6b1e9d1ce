export { LOG_FORMATS, type LogFormat, type LogSettings, PinoLogger } from './pino-logger.js';
export { PromMeter } from './prom-meter.js';
export { SAMPLER_NAMES, type SamplerName, type TracingSettings } from './tracing-settings.js';
export { startTracing } from './start-tracing.js';
