export * from './own-broker.js';
