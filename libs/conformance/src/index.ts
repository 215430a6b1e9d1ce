export * from './message-bus/message-bus.conformance.js';
export * from './message-bus/testing/bus-surroundings.js';
export * from './connector/connector.conformance.js';
