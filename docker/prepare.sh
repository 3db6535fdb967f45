#!/bin/bash
# Makes what compose needs before its first start, in docker/secrets: passwords, the master key, and certificates of this
# installation's own, by which its services speak TLS to one another. What is there already stays; certificates that end
# within 30 days are made anew, after which the services are started again. Needs openssl.
#   SMTP_URL=smtp://user:password@mail.example.org:587 docker/prepare.sh
set -euo pipefail
umask 077
folder=${1:-$(dirname "$0")/secrets}
# Nobody but its owner gets into the folder; its files are mounted one by one and read by accounts of containers.
mkdir -p "$folder"
chmod 700 "$folder"
cd "$folder"

# keep NAME VALUE: writes a secret that is not there yet
keep() {
  [ -s "$1" ] || printf '%s\n' "$2" > "$1"
  chmod 444 "$1"
}

keep secret_key "${SECRET_KEY:-$(openssl rand -base64 32)}"
keep postgres_password "${POSTGRES_PASSWORD:-$(openssl rand -hex 24)}"
keep runtime_password "${RUNTIME_PASSWORD:-$(openssl rand -hex 24)}"
keep database_url "postgres://intreccio_runtime:$(cat runtime_password)@postgres:5432/intreccio?sslmode=verify-full"
keep migration_database_url "postgres://intreccio:$(cat postgres_password)@postgres:5432/intreccio?sslmode=verify-full"
keep smtp_url "${SMTP_URL:-smtp://mailpit:1025}"

# An authority of its own whose key is destroyed at once, and one certificate for the three services that are spoken to.
if openssl x509 -checkend 2592000 -noout -in server_crt > /dev/null 2>&1; then exit 0; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 825 -subj '/CN=Intreccio, this installation' \
  -keyout "$work/ca_key" -out "$work/ca_crt" 2> /dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj '/CN=intreccio' \
  -keyout "$work/server_key" -out "$work/request" 2> /dev/null
openssl x509 -req -in "$work/request" -CA "$work/ca_crt" -CAkey "$work/ca_key" -CAcreateserial -days 800 -out "$work/server_crt" \
  -extfile <(printf '%s\n' 'subjectAltName=DNS:postgres,DNS:valkey,DNS:mailpit,DNS:localhost' 'extendedKeyUsage=serverAuth') 2> /dev/null
for name in ca_crt server_key server_crt; do
  install -m 444 "$work/$name" "$name"
done
