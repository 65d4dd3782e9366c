#!/bin/sh
# Starts PostgreSQL as the public image "postgres" does, as far as the chart uses it: POSTGRES_USER, POSTGRES_PASSWORD,
# POSTGRES_DB, PGDATA. At the first start a database is made in PGDATA; it takes connections from everywhere, by password.
set -eu
umask 077
[ "${1:-}" = postgres ] || exec "$@"

user=${POSTGRES_USER:-postgres} database=${POSTGRES_DB:-${POSTGRES_USER:-postgres}}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?POSTGRES_PASSWORD is not set}"
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  printf '%s\n' "$POSTGRES_PASSWORD" > /tmp/password
  initdb --username "$user" --pwfile /tmp/password --auth-host scram-sha-256 --auth-local trust --encoding UTF8 --locale C.UTF-8
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  pg_ctl start --wait --options "-c listen_addresses= -c unix_socket_directories=/tmp"
  [ "$database" = postgres ] || createdb --host /tmp --username "$user" "$database"
  pg_ctl stop --wait --mode fast
fi
exec postgres -c 'listen_addresses=*' -c unix_socket_directories=/tmp,/run/postgresql
