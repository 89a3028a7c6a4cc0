ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- Changes of the directory that concern more tokens than one transaction can reach: the plan, a
-- role, an account that is enabled. What changed is committed with the row here; the snapshots of
-- the tokens follow in batches, each in one transaction with the progress.
CREATE TABLE tokens.follow_up (
  id              uuid        PRIMARY KEY,
  seq             bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
  organization_id uuid        NOT NULL REFERENCES tokens.organization (id),
  -- Whose tokens; NULL: all of the organization.
  owner_kind      text        CHECK (owner_kind IN ('user', 'service_account', 'agent')),
  owner_id        text,
  -- Who made the change, as the audit log names them.
  actor_kind      text        NOT NULL CHECK (actor_kind IN ('user', 'token', 'service')),
  actor_id        text        NOT NULL,
  token_used      uuid,
  request_id      text        NOT NULL,
  ip              text,
  at              timestamptz NOT NULL,
  reason          text,
  -- Tokens up to this id are dealt with; NULL: none.
  done_to         uuid,
  refreshed       bigint      NOT NULL DEFAULT 0,
  worked_at       timestamptz,
  finished_at     timestamptz,
  CHECK ((owner_kind IS NULL) = (owner_id IS NULL))
);
-- Work to do, what has waited longest first.
CREATE INDEX follow_up_unfinished ON tokens.follow_up (worked_at NULLS FIRST, seq)
  WHERE finished_at IS NULL;

GRANT SELECT, INSERT ON tokens.follow_up TO ${appRole};
GRANT UPDATE (done_to, refreshed, worked_at, finished_at) ON tokens.follow_up TO ${appRole};
