export * from './pino-logger.js';
export * from './prom-meter.js';
