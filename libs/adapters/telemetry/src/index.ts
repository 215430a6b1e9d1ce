export { LOG_FORMATS, type LogFormat, type LogSettings, PinoLogger } from './pino-logger.js';
export { PromMeter } from './prom-meter.js';
