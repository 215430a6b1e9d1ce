export { NoForeignTopics } from './no-foreign-topics.js';
export { InProcessBus, type InProcessBusOptions } from './in-process-bus.js';
