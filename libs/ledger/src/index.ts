export { bankAccount, findAccount, lockAccounts, poolAccount, type Account } from './accounts.js';
export * from './capture.js';
export { adjust, charge, donate, reverseSeat, reverseTransfer } from './corrections.js';
export { liveHold, placeHold, release, type HoldInput, type HoldOutcome, type HoldRefusal } from './holds.js';
export * from './ledger.errors.js';
export * from './ledger.rules.js';
export * from './open-account.js';
export * from './post-transfer.js';
