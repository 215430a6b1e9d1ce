export { canRunABroker, OwnBroker, type OwnBrokerOptions, type SecuredPort } from './own-broker.js';
export { KafkaTool, runKafkaTool } from './kafka-tool.js';
