export { startIssuer, type StartedIssuer, type Wanted } from './start-issuer.js';
