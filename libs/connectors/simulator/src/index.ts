export { SimulatorConnector } from './simulator-connector.js';
