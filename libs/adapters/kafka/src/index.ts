export type { KafkaSecurity, SaslMechanism } from './kafka-client.js';
export { KafkaBus, type KafkaBusOptions } from './kafka-bus.js';
