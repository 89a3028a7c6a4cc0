ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- How often the tokens of a service account are replaced by themselves.
CREATE TABLE tokens.rotation_schedule (
  service_account_id uuid        PRIMARY KEY REFERENCES tokens.service_account (id),
  organization_id    uuid        NOT NULL REFERENCES tokens.organization (id),
  every_days         integer     NOT NULL CHECK (every_days BETWEEN 1 AND 365),
  -- The old secret is accepted for so long after the new one was collected.
  overlap_seconds    bigint      NOT NULL CHECK (overlap_seconds BETWEEN 600 AND 2592000),
  set_by             text        NOT NULL,
  set_at             timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON tokens.rotation_schedule TO ${appRole};

-- New secrets that wait to be collected: encrypted, gone once they were.
CREATE TABLE tokens.waiting_successor (
  successor_id    uuid        PRIMARY KEY REFERENCES tokens.token (id),
  token_id        uuid        NOT NULL UNIQUE REFERENCES tokens.token (id),
  organization_id uuid        NOT NULL REFERENCES tokens.organization (id),
  overlap_seconds bigint      NOT NULL,
  made_at         timestamptz NOT NULL,
  -- Kept until then at the latest; the old secret is accepted until then while nobody collects.
  waits_until     timestamptz NOT NULL,
  sealed          bytea,
  collected_at    timestamptz,
  -- Who collected with which Idempotency-Key (hashed): the same request gets the same answer.
  caller_key      text
);
CREATE INDEX waiting_successor_open ON tokens.waiting_successor (made_at)
  WHERE collected_at IS NULL;
CREATE INDEX waiting_successor_sealed ON tokens.waiting_successor (waits_until)
  WHERE sealed IS NOT NULL;
GRANT SELECT, INSERT, UPDATE ON tokens.waiting_successor TO ${appRole};

-- What people have been told of a token's scheduled rotation: each once, a failure once a day.
CREATE TABLE tokens.rotation_notice (
  token_id uuid        NOT NULL REFERENCES tokens.token (id),
  kind     text        NOT NULL CHECK (kind IN ('due', 'failed', 'uncollected', 'ending', 'asked_again')),
  at       timestamptz NOT NULL,
  PRIMARY KEY (token_id, kind)
);
GRANT SELECT, INSERT, UPDATE ON tokens.rotation_notice TO ${appRole};
