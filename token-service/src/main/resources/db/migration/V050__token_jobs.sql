ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- A change of many tokens. Which ones was fixed when it was accepted; a batch of them is changed in
-- one transaction with the progress here, so a crash leaves nothing half done and nothing twice.
CREATE TABLE tokens.token_job (
  id              uuid        PRIMARY KEY,
  -- The order of lists: newest first.
  seq             bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
  organization_id uuid        NOT NULL REFERENCES tokens.organization (id),
  -- Who began it, as the audit log names them; looked up anew for each batch.
  actor_kind      text        NOT NULL CHECK (actor_kind IN ('user', 'token')),
  subject         text        NOT NULL,
  owner_kind      text        NOT NULL CHECK (owner_kind IN ('user', 'service_account', 'agent')),
  token_used      uuid,
  request_id      text        NOT NULL,
  ip              text,
  -- What they were then; the job stops if they become less.
  role            text        NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
  administers     boolean     NOT NULL,
  -- The Idempotency-Key, if there was one: SHA-256 of the key and of what was asked for, hex.
  caller          text        NOT NULL,
  key_hash        text        CHECK (length(key_hash) = 64),
  request_hash    text        CHECK (length(request_hash) = 64),
  action          text        NOT NULL
    CHECK (action IN ('revoke', 'rotate', 'suspend', 'reactivate', 'edit')),
  -- JSON as it was written: what a merge patch takes away is null in it.
  parameters      text        NOT NULL,
  reason          text        CHECK (length(reason) <= 500),
  dry_run         boolean     NOT NULL,
  -- SHA-256 of what is to be done to which tokens, hex.
  digest          text        NOT NULL CHECK (length(digest) = 64),
  state           text        NOT NULL
    CHECK (state IN ('queued', 'running', 'done', 'cancelled', 'failed')),
  failure         text,
  cancelled_by    text,
  total           integer     NOT NULL CHECK (total >= 0),
  -- Items up to here are dealt with.
  position        integer     NOT NULL,
  changed         integer     NOT NULL,
  unchanged       integer     NOT NULL,
  refused         integer     NOT NULL,
  not_found       integer     NOT NULL,
  failed          integer     NOT NULL,
  -- The last of its rows in the outbox: once that is in force everywhere, all of the job is.
  last_outbox_id  bigint,
  created_at      timestamptz NOT NULL,
  started_at      timestamptz,
  worked_at       timestamptz,
  finished_at     timestamptz,
  -- Set once its items have been removed.
  purged_at       timestamptz,
  CHECK (changed + unchanged + refused + not_found + failed = position AND position <= total),
  UNIQUE (organization_id, caller, key_hash)
);
CREATE INDEX token_job_page ON tokens.token_job (organization_id, seq DESC);
-- Work to do, what has waited longest first.
CREATE INDEX token_job_unfinished ON tokens.token_job (worked_at NULLS FIRST, seq)
  WHERE state IN ('queued', 'running');
CREATE INDEX token_job_purge ON tokens.token_job (finished_at)
  WHERE finished_at IS NOT NULL AND purged_at IS NULL;

-- What a job was accepted for, in its order. No reference to the token: an id that was asked for may
-- name none of the organization's, and that is all that is told of it.
CREATE TABLE tokens.token_job_item (
  job_id       uuid    NOT NULL REFERENCES tokens.token_job (id) ON DELETE CASCADE,
  position     integer NOT NULL CHECK (position > 0),
  token_id     uuid    NOT NULL,
  name         text,
  outcome      text    NOT NULL
    CHECK (outcome IN ('pending', 'changed', 'unchanged', 'refused', 'not_found', 'failed')),
  code         text,
  why          text,
  successor_id uuid,
  PRIMARY KEY (job_id, position)
);

-- Secrets of a rotation job's new tokens: encrypted, for the initiator, gone once they were had.
CREATE TABLE tokens.token_job_secret (
  job_id       uuid        NOT NULL REFERENCES tokens.token_job (id) ON DELETE CASCADE,
  position     integer     NOT NULL,
  successor_id uuid        NOT NULL REFERENCES tokens.token (id),
  sealed       bytea       NOT NULL,
  expires_at   timestamptz NOT NULL,
  PRIMARY KEY (job_id, position)
);
CREATE INDEX token_job_secret_expiry ON tokens.token_job_secret (expires_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON tokens.token_job, tokens.token_job_item TO ${appRole};
GRANT SELECT, INSERT, UPDATE, DELETE ON tokens.token_job_secret TO ${appRole};
