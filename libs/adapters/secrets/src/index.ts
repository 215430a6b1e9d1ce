export * from './secret-key.js';
export * from './aes-secret-box.js';
