export {
  AdminClient,
  type AdminClientOptions,
  type CallOptions,
  type FollowOptions,
} from './admin-client.js';
export type { StreamCall, StreamedEvent, StreamId } from './event-stream.js';
export { AdminAway, AdminRefusal, StrangeAnswer } from './errors.js';
