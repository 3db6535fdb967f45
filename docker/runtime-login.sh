#!/bin/bash
# Run once by PostgreSQL's image on an empty data folder: the login that serves owns nothing and is no superuser, and nobody
# comes over the network without TLS.
set -euo pipefail
password=$(< /run/secrets/runtime_password)
psql -v ON_ERROR_STOP=1 -v password="$password" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE intreccio_app NOLOGIN;
CREATE ROLE intreccio_relay NOLOGIN;
CREATE ROLE intreccio_runtime LOGIN PASSWORD :'password' IN ROLE intreccio_app, intreccio_relay;
SQL
sed -i 's/^host\(\s\+all\s\+all\s\+all\s\)/hostssl\1/' "$PGDATA/pg_hba.conf"
