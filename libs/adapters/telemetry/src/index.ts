export {
  LOG_FORMATS,
  LOG_LEVELS,
  type LogFormat,
  type LogLevel,
  type LogSettings,
  PinoLogger,
} from './pino-logger.js';
export { PromMeter } from './prom-meter.js';
