ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

CREATE TABLE tokens.token (
  id                uuid        PRIMARY KEY,
  organization_id   uuid        NOT NULL REFERENCES tokens.organization (id),
  owner_kind        text        NOT NULL CHECK (owner_kind IN ('user', 'service_account', 'agent')),
  owner_id          text        NOT NULL,
  -- The person on whose behalf it was made; counts against that person's creations.
  created_by        text        NOT NULL,
  name              text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  type              text        NOT NULL CHECK (type IN ('personal', 'service', 'agent')),
  environment       text        NOT NULL CHECK (environment IN ('live', 'test')),
  -- <pepper id>.<HMAC-SHA-256 of the token in hex>: all that is kept of the secret.
  lookup            text        NOT NULL UNIQUE CHECK (lookup ~ '^[a-z0-9-]{1,16}\.[0-9a-f]{64}$'),
  prefix            text        NOT NULL,
  last_four         text        NOT NULL CHECK (length(last_four) = 4),
  scopes            text[]      NOT NULL,
  -- NULL: the plan's.
  per_second        integer     CHECK (per_second > 0),
  per_minute        integer     CHECK (per_minute > 0),
  per_hour          integer     CHECK (per_hour > 0),
  per_day           integer     CHECK (per_day > 0),
  allowed_ips       text[]      NOT NULL DEFAULT '{}',
  expires_at        timestamptz,
  suspended_at      timestamptz,
  suspended_until   timestamptz,
  suspended_by      text,
  suspended_by_kind text        CHECK (suspended_by_kind IN ('user', 'token', 'service')),
  suspension_reason text,
  revoked_at        timestamptz,
  revoked_by        text,
  revocation_reason text,
  rotated_at        timestamptz,
  overlap_until     timestamptz,
  created_at        timestamptz NOT NULL,
  -- Grows by each change of the snapshot; compare-and-set everywhere downstream.
  version           bigint      NOT NULL CHECK (version > 0)
);

-- Pages of the organization's and of one owner's tokens, newest first.
CREATE INDEX token_page ON tokens.token (organization_id, created_at DESC, id DESC);
CREATE INDEX token_owner_page ON tokens.token (organization_id, owner_id, created_at DESC, id DESC);
-- How many tokens an owner has that may still work.
CREATE INDEX token_active ON tokens.token (organization_id, owner_id)
  WHERE revoked_at IS NULL AND rotated_at IS NULL;
-- Creations of the last hour.
CREATE INDEX token_creations ON tokens.token (organization_id, created_by, created_at DESC);
-- The sweep of expired ones.
CREATE INDEX token_expiry ON tokens.token (expires_at)
  WHERE expires_at IS NOT NULL AND revoked_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON tokens.token TO ${appRole};

-- Append-only: the service's role can neither change nor remove a row.
CREATE TABLE tokens.audit_log (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organization_id uuid        NOT NULL REFERENCES tokens.organization (id),
  at              timestamptz NOT NULL,
  actor_kind      text        NOT NULL CHECK (actor_kind IN ('user', 'token', 'service')),
  actor_id        text        NOT NULL,
  -- The API token that was used, if one was.
  token_used      uuid,
  action          text        NOT NULL,
  target_kind     text        NOT NULL,
  target_id       text        NOT NULL,
  before          jsonb,
  after           jsonb,
  reason          text,
  evidence        jsonb,
  request_id      text        NOT NULL,
  ip              text
);
CREATE INDEX audit_log_page ON tokens.audit_log (organization_id, id DESC);
CREATE INDEX audit_log_target ON tokens.audit_log (organization_id, target_id, id DESC);

GRANT SELECT, INSERT ON tokens.audit_log TO ${appRole};
