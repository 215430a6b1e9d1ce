import type { Destinations, JsonObject } from '@evenkeel/domain';
import {
  Connector,
  type ConnectorContext,
  type ConnectorSession,
  type ConnectorStream,
  type StreamWrites,
} from '@evenkeel/ports';
import { hidingSecrets } from './credentialed.js';
import { destinationsOf } from './destinations.js';
import {
  readConnection,
  readSettings,
  streamOf,
  type RestConnection,
} from './settings/read-rest-settings.js';
import { settingsSchema } from './settings/settings-schema.js';
import { openStream } from './rest-stream.js';

/** Any JSON API that can be described in settings, see `rest-settings.ts`; no code is needed for it. */
export class RestConnector extends Connector {
  readonly name = 'rest';
  override readonly settingsSchema = settingsSchema;

  validate(settings: JsonObject, credentials: JsonObject): void {
    readConnection(settings, credentials);
  }

  destinations(settings: JsonObject): Destinations {
    return destinationsOf(readSettings(settings));
  }

  open({ settings, credentials, gateways, clock, log }: ConnectorContext): ConnectorSession {
    const opened = { connection: readConnection(settings, credentials), http: gateways.http, clock, log };
    const { streams } = opened.connection.settings;
    const open = (name: string) =>
      hiding(opened.connection, openStream(opened, name, streamOf(opened.connection.settings, name)));
    return {
      // One record of the first stream: there is no address that every API has.
      check: async () => {
        const [first = ''] = Object.keys(streams);
        await open(first).readPage({ cursor: null, pageSize: 1, since: null });
      },
      discover: async () => Object.keys(streams).map(open),
      stream: async (name) => open(name),
    };
  }
}

/** The stream, whose errors may quote what the provider says but not what it was sent. */
function hiding({ authentication }: RestConnection, stream: ConnectorStream): ConnectorStream {
  const { readPage, readOne, sliceStream, writes } = stream;
  const hide = <Asked, Given>(ask: (asked: Asked) => Promise<Given>) => {
    return (asked: Asked) => hidingSecrets(authentication, () => ask(asked));
  };
  return {
    ...stream,
    readPage: hide(readPage),
    ...(readOne && { readOne: hide(readOne) }),
    ...(sliceStream && { sliceStream: hide(sliceStream) }),
    ...(writes && { writes: hidingWrites(authentication, writes) }),
  };
}

function hidingWrites(authentication: RestConnection['authentication'], writes: StreamWrites): StreamWrites {
  const { write, lookUp, settle } = writes;
  const hide = <Given>(ask: () => Promise<Given>) => hidingSecrets(authentication, ask);
  return {
    ...writes,
    write: (request) => hide(() => write(request)),
    ...(lookUp && { lookUp: (operation, key) => hide(() => lookUp(operation, key)) }),
    ...(settle && { settle: (token) => hide(() => settle(token)) }),
  };
}
