export * from './test-platform.js';
export * from './it-boots.js';
