export * from './transport/bus-transport.js';
export * from './transport/errors-reach-the-bus.js';
