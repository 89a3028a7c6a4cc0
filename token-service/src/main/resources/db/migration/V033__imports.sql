ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- Keys that another system made, with the hash it kept of them. Of a SHA-256 only the keyed hash is
-- stored, as of our own tokens; a bcrypt hash is kept as it is until the key is first used.
CREATE TABLE tokens.imported_key (
  id              uuid        PRIMARY KEY,
  import_id       uuid        NOT NULL,
  organization_id uuid        NOT NULL,
  owner_id        text        NOT NULL,
  name            text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  algorithm       text        NOT NULL CHECK (algorithm IN ('sha256', 'bcrypt')),
  digest          text        NOT NULL CHECK (length(digest) <= 100),
  -- How the key begins: by it the few bcrypt hashes are found that it has to be compared with.
  prefix          text        NOT NULL CHECK (length(prefix) BETWEEN 1 AND 16),
  scopes          text[]      NOT NULL,
  expires_at      timestamptz,
  created_by      text        NOT NULL,
  created_at      timestamptz NOT NULL,
  UNIQUE (organization_id, digest),
  FOREIGN KEY (organization_id, owner_id) REFERENCES tokens.member (organization_id, subject)
);
CREATE INDEX imported_key_digest ON tokens.imported_key (digest) WHERE algorithm = 'sha256';
CREATE INDEX imported_key_prefix ON tokens.imported_key (prefix) WHERE algorithm = 'bcrypt';

GRANT SELECT, INSERT ON tokens.imported_key TO ${appRole};
