-- The tokens stay and work; what was kept of their keys elsewhere cannot be put back into the form
-- it had.
REVOKE UPDATE (digest, used_at) ON tokens.imported_key FROM ${appRole};
DROP INDEX tokens.imported_key_prefix;
DELETE FROM tokens.imported_key;
ALTER TABLE tokens.imported_key
  DROP CONSTRAINT imported_key_erased,
  DROP CONSTRAINT imported_key_token,
  DROP CONSTRAINT imported_key_prefix_check,
  DROP COLUMN used_at,
  ALTER COLUMN digest SET NOT NULL,
  ADD COLUMN owner_id text NOT NULL,
  ADD COLUMN name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  ADD COLUMN scopes text[] NOT NULL,
  ADD COLUMN expires_at timestamptz,
  ADD CONSTRAINT imported_key_prefix_check CHECK (length(prefix) BETWEEN 1 AND 16),
  ADD FOREIGN KEY (organization_id, owner_id) REFERENCES tokens.member (organization_id, subject);
CREATE INDEX imported_key_digest ON tokens.imported_key (digest) WHERE algorithm = 'sha256';
CREATE INDEX imported_key_prefix ON tokens.imported_key (prefix) WHERE algorithm = 'bcrypt';
