ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- A family is all that one token became by rotation; it has the first one's id.
ALTER TABLE tokens.token
  ADD COLUMN family_id      uuid,
  ADD COLUMN predecessor_id uuid REFERENCES tokens.token (id),
  ADD COLUMN successor_id   uuid REFERENCES tokens.token (id);
UPDATE tokens.token SET family_id = id;
ALTER TABLE tokens.token ALTER COLUMN family_id SET NOT NULL;

-- However many rotate at once: one successor.
CREATE UNIQUE INDEX token_predecessor ON tokens.token (predecessor_id)
  WHERE predecessor_id IS NOT NULL;
CREATE INDEX token_family ON tokens.token (organization_id, family_id, created_at, id);

-- Append-only: which token became which, when and by whom.
CREATE TABLE tokens.rotation (
  predecessor_id  uuid        PRIMARY KEY REFERENCES tokens.token (id),
  successor_id    uuid        NOT NULL UNIQUE REFERENCES tokens.token (id),
  organization_id uuid        NOT NULL REFERENCES tokens.organization (id),
  family_id       uuid        NOT NULL,
  at              timestamptz NOT NULL,
  by_kind         text        NOT NULL CHECK (by_kind IN ('user', 'token', 'service')),
  by_id           text        NOT NULL,
  reason          text,
  overlap_until   timestamptz NOT NULL
);
CREATE INDEX rotation_family ON tokens.rotation (organization_id, family_id, at);

GRANT SELECT, INSERT ON tokens.rotation TO ${appRole};

-- Answers that may be asked for once more: the secret encrypted, for minutes only, gone with the
-- first replay.
CREATE TABLE tokens.sealed_reply (
  organization_id uuid        NOT NULL REFERENCES tokens.organization (id),
  -- The member, and the token in use if there was one.
  caller          text        NOT NULL,
  -- SHA-256 of the Idempotency-Key, hex.
  key_hash        text        NOT NULL CHECK (length(key_hash) = 64),
  -- SHA-256 of what was asked for, hex.
  request_hash    text        NOT NULL CHECK (length(request_hash) = 64),
  successor_id    uuid        NOT NULL REFERENCES tokens.token (id),
  sealed          bytea       NOT NULL,
  expires_at      timestamptz NOT NULL,
  PRIMARY KEY (organization_id, caller, key_hash)
);
CREATE INDEX sealed_reply_expiry ON tokens.sealed_reply (expires_at);

GRANT SELECT, INSERT, DELETE ON tokens.sealed_reply TO ${appRole};
