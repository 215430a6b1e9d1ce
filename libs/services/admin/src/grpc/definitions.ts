import { loadSync, type MessageTypeDefinition, type PackageDefinition } from '@grpc/proto-loader';
import {
  ADMIN_PROTO,
  DETAILS_PROTO,
  PROTO_FOLDER,
  STATUS_PROTO,
  type Message,
} from '@evenkeel/contracts-grpc';

/** What the `.proto` files say, for the server and for those who ask it what it has. */
export function loadDefinitions(): PackageDefinition {
  return loadSync([ADMIN_PROTO, STATUS_PROTO, DETAILS_PROTO], {
    includeDirs: [PROTO_FOLDER],
    keepCase: true,
    longs: Number,
    // An empty list is there, and nothing else that was not sent.
    arrays: true,
    objects: true,
  });
}

export type ProtoMessage = MessageTypeDefinition<Message, Message>;

/** Throws where there is none of that name. */
export function messageDefinition(definitions: PackageDefinition, name: string): ProtoMessage {
  const found = definitions[name];
  if (found === undefined || !('serialize' in found)) throw new Error(`There is no message ${name}`);
  return found as ProtoMessage;
}
