ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- What refuses tokens without touching their rows: kill switches, and API tokens turned off. A token
-- is concerned if all that is given here holds of it; NULL asks nothing.
CREATE TABLE tokens.barrier (
  id              uuid        PRIMARY KEY,
  kind            text        NOT NULL CHECK (kind IN ('kill_switch', 'feature_flag')),
  -- NULL: every organization's tokens.
  organization_id uuid        REFERENCES tokens.organization (id),
  token_type      text        CHECK (token_type IN ('personal', 'service', 'agent')),
  owner_kind      text        CHECK (owner_kind IN ('user', 'service_account', 'agent')),
  owner_id        text,
  -- Tokens made before; NULL: whenever they were made.
  not_before      timestamptz,
  reason          text,
  thrown_by       text        NOT NULL,
  -- Who threw it may be overruled by no lower role.
  thrown_role     text        NOT NULL CHECK (thrown_role IN ('owner', 'admin', 'member', 'viewer')),
  thrown_at       timestamptz NOT NULL,
  released_by     text,
  released_at     timestamptz,
  release_reason  text,
  CHECK ((kind = 'kill_switch') = (not_before IS NOT NULL)),
  CHECK (kind = 'feature_flag' OR organization_id IS NOT NULL),
  CHECK ((owner_kind IS NULL) = (owner_id IS NULL)),
  CHECK ((released_by IS NULL) = (released_at IS NULL))
);
-- The few that stand: looked at whenever a token is read.
CREATE INDEX barrier_standing ON tokens.barrier (organization_id) WHERE released_at IS NULL;
-- Tokens are turned off once at a time, for an organization and for all.
CREATE UNIQUE INDEX barrier_flag ON tokens.barrier (organization_id) NULLS NOT DISTINCT
  WHERE kind = 'feature_flag' AND released_at IS NULL;
CREATE INDEX barrier_page ON tokens.barrier (organization_id, thrown_at DESC, id DESC);

-- One row: the version of the set of those that stand. Locked while a barrier is put up or taken
-- away, so that a version names one set.
CREATE TABLE tokens.barrier_state (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  version bigint  NOT NULL
);
INSERT INTO tokens.barrier_state (version) VALUES (0);

-- The way to the gateways is that of the tokens: a row tells of a token or of all barriers.
ALTER TABLE tokens.outbox
  ALTER COLUMN token_id DROP NOT NULL,
  ALTER COLUMN snapshot DROP NOT NULL,
  ADD COLUMN barriers text,
  ADD CONSTRAINT outbox_one_subject CHECK (
    (token_id IS NULL) = (snapshot IS NULL) AND (snapshot IS NULL) <> (barriers IS NULL));

INSERT INTO tokens.scope (name, description, example, token_types) VALUES
  ('kill-switches:read',  'See the organization''s kill switches.', 'GET /api/v1/kill-switches', '{personal,service}'),
  ('kill-switches:write', 'Stop many tokens of the organization at once; includes kill-switches:read.', 'POST /api/v1/kill-switches', '{personal,service}');

GRANT SELECT, INSERT ON tokens.barrier TO ${appRole};
GRANT UPDATE (released_by, released_at, release_reason) ON tokens.barrier TO ${appRole};
GRANT SELECT, UPDATE ON tokens.barrier_state TO ${appRole};
