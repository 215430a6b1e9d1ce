export { JoseTokenIssuer, type TokenIssuerSettings } from './jose-token-issuer.js';
export { isIssuerAddress } from './issuer-document.js';
export { TOKEN_ALGORITHMS } from './token-algorithms.js';
