export { AdminClient, type AdminClientOptions, type CallOptions } from './admin-client.js';
export { AdminAway, AdminRefusal, StrangeAnswer } from './errors.js';
