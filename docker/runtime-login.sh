#!/bin/bash
# Run once by PostgreSQL's image on an empty data folder: the login that serves owns nothing and is no superuser.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v password="$RUNTIME_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE intreccio_app NOLOGIN;
CREATE ROLE intreccio_relay NOLOGIN;
CREATE ROLE intreccio_runtime LOGIN PASSWORD :'password' IN ROLE intreccio_app, intreccio_relay;
SQL
