export * from './access/policies.js';
export * from './identity/identity-codec.js';
