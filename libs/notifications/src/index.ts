export * from './mail.module.js';
export * from './mail.sender.js';
export * from './sign-in-mail.js';
