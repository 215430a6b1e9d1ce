export * from './message-bus/message-bus.conformance.js';
export * from './message-bus/testing/bus-surroundings.js';
export * from './connector/connector.conformance.js';
export * from './store/store.conformance.js';
export * from './store/testing/store-fixtures.js';
export * from './store/testing/store-world.js';
export * from './store/testing/failure-fixtures.js';
export * from './store/testing/drain-outbox.js';
