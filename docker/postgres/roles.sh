#!/usr/bin/env bash
# Roles and schemas of the one database, run once when the database is made. Per schema an owner (migrations) and an
# app role; what that may do with a table, the migrations say. Passwords come from the environment: TOKENS_OWNER_PASSWORD and so on.
set -euo pipefail

create() {
  local schema=$1 owner_password=$2 app_password=$3
  psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" \
    -v schema="$schema" -v owner="${schema}_owner" -v app="${schema}_app" -v db="$POSTGRES_DB" \
    -v owner_password="$owner_password" -v app_password="$app_password" <<'SQL'
create role :"owner" login password :'owner_password';
create role :"app" login password :'app_password';
grant connect on database :"db" to :"owner", :"app";
create schema :"schema" authorization :"owner";
grant usage on schema :"schema" to :"app";
alter role :"owner" in database :"db" set search_path = :"schema";
alter role :"app" in database :"db" set search_path = :"schema";
SQL
}

psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c "revoke all on database \"$POSTGRES_DB\" from public; revoke all on schema public from public"
create tokens "$TOKENS_OWNER_PASSWORD" "$TOKENS_APP_PASSWORD"
create usage "$USAGE_OWNER_PASSWORD" "$USAGE_APP_PASSWORD"
