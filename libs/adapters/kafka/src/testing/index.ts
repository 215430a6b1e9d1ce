export { canRunABroker, OwnBroker, type OwnBrokerOptions } from './own-broker.js';
export { runKafkaTool } from './kafka-tool.js';
