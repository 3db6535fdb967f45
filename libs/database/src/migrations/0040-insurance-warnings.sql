-- How many days before an insurance's last day the desk was warned last (0: that it is over), as credentials have it.
ALTER TABLE insurance ADD COLUMN warned_days integer;
GRANT UPDATE (warned_days) ON insurance TO intreccio_app;
CREATE INDEX insurance_end ON insurance (community_id, last_day);

-- Of what is over already nobody is told that it ends. The owner of the tables is held by row-level security too.
ALTER TABLE insurance NO FORCE ROW LEVEL SECURITY;
UPDATE insurance SET warned_days = 0 WHERE last_day < current_date;
ALTER TABLE insurance FORCE ROW LEVEL SECURITY;
