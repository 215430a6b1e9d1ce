export { RestConnector } from './rest-connector.js';
