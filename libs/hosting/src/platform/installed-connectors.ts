import { RestConnector } from '@evenkeel/connector-rest';
import { SimulatorConnector } from '@evenkeel/connector-simulator';
import { SyncError } from '@evenkeel/domain';
import { Connectors, type Connector } from '@evenkeel/ports';

/** The connectors there are. To add one: its library, and one line here. */
const CONNECTORS: readonly (new () => Connector)[] = [RestConnector, SimulatorConnector];

export function installedConnectors(): Connectors {
  return new ConnectorCatalog(CONNECTORS.map((Each) => new Each()));
}

class ConnectorCatalog extends Connectors {
  private readonly byName: ReadonlyMap<string, Connector>;

  constructor(connectors: readonly Connector[]) {
    super();
    this.byName = new Map(connectors.map((connector) => [connector.name, connector]));
  }

  named(name: string): Connector {
    const connector = this.byName.get(name);
    if (connector !== undefined) return connector;
    const installed = [...this.byName.keys()].sort().join(', ');
    throw new SyncError(
      'config.unknown_connector',
      `There is no connector "${name}"; installed: ${installed}`,
    );
  }
}
