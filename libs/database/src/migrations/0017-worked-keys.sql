-- Set by the transaction that did the work of a request with this key: its answer may be lost, its effect is not repeated.
ALTER TABLE idempotency_key ADD COLUMN worked_at timestamptz(3);
