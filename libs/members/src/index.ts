export * from './access/policies.js';
export * from './identity/identity-codec.js';
export * from './sign-in/sign-in-mailer.js';
export * from './sign-in/sign-in.service.js';
