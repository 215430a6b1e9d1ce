export { canRunABroker, OwnBroker, type OwnBrokerOptions } from './own-broker.js';
