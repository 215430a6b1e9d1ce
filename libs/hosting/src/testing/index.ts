export * from './test-platform.js';
export * from './it-boots.js';
export * from './token-provider.js';
