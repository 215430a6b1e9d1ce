export * from './rest-connector.js';
