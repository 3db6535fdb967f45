export * from './identity/identity-codec.js';
