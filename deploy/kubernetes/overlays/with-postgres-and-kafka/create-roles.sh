#!/usr/bin/env bash
# First start of the database: the roles that the embedded one has too. The services log in as evenkeel_app, which is no
# superuser, because superusers pass every row-level policy by; it may become the owner of the tables to migrate.
set -euo pipefail
password=$(cat /secrets/database/password)
psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "$POSTGRES_USER" --dbname postgres --set password="$password" <<'SQL'
create role evenkeel_owner nologin;
create role evenkeel_app login nosuperuser nobypassrls password :'password';
grant evenkeel_owner to evenkeel_app with inherit false;
create database evenkeel owner evenkeel_owner;
alter database evenkeel set search_path = evenkeel, public;
\connect evenkeel
alter default privileges for role evenkeel_owner grant usage on schemas to evenkeel_app;
alter default privileges for role evenkeel_owner grant select, insert, update, delete on tables to evenkeel_app;
alter default privileges for role evenkeel_owner grant usage, select on sequences to evenkeel_app;
SQL
