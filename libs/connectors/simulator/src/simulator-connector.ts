import {
  isJsonObject,
  type Destinations,
  type ErrorCode,
  type JsonObject,
  type JsonValue,
} from '@evenkeel/domain';
import { Connector, type ConnectorContext, type ConnectorSession, type HttpCall } from '@evenkeel/ports';
import { openStream, type OpenedSimulator } from './simulator-stream.js';
import { simulatedStreams } from './simulated-streams.js';
import { readSettings, type SimulatorSettings } from './simulator-settings.js';

/** Reads and writes the simulated provider. Also the smallest example of a connector written in code. */
export class SimulatorConnector extends Connector {
  readonly name = 'simulator';

  validate(settings: JsonObject, credentials: JsonObject): void {
    readSettings(settings, credentials);
  }

  destinations(settings: JsonObject): Destinations {
    return { baseUrl: new URL(readSettings(settings, {}).baseUrl).origin };
  }

  open({ settings, credentials, gateways, clock }: ConnectorContext): ConnectorSession {
    const read = readSettings(settings, credentials);
    const opened: OpenedSimulator = {
      ...{ settings: read, clock },
      ask: (path) => gateways.http.json(callOf(read, path)),
      call: (path, { headers, ...more }) => {
        const own = callOf(read, path);
        return gateways.http.json({ ...own, ...more, once: true, headers: { ...own.headers, ...headers } });
      },
    };
    return {
      check: async () => {
        await opened.ask('/');
      },
      discover: async () => Object.keys(simulatedStreams).map((name) => openStream(opened, name)),
      stream: async (name) => openStream(opened, name),
    };
  }
}

function callOf({ baseUrl, token }: SimulatorSettings, path: string): HttpCall {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  return { method: 'GET', url: baseUrl + path, headers, classify };
}

function classify(status: number, body: JsonValue | undefined): ErrorCode | undefined {
  const error = membersOf(body)['error'];
  return status === 410 && membersOf(error)['code'] === 'cursor_expired'
    ? 'provider.cursor_expired'
    : undefined;
}

function membersOf(value: JsonValue | undefined): JsonObject {
  return value !== undefined && isJsonObject(value) ? value : {};
}
