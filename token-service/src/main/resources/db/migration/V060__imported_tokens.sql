ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- An imported key is a token from the start; here is what was kept of it elsewhere. Keys stored
-- before opened nothing and nothing refers to them: they are imported again.
DELETE FROM tokens.imported_key;
DROP INDEX tokens.imported_key_digest;
DROP INDEX tokens.imported_key_prefix;
ALTER TABLE tokens.imported_key
  DROP COLUMN owner_id,
  DROP COLUMN name,
  DROP COLUMN scopes,
  DROP COLUMN expires_at,
  DROP CONSTRAINT imported_key_prefix_check,
  ADD CONSTRAINT imported_key_prefix_check CHECK (length(prefix) BETWEEN 1 AND 40),
  ADD CONSTRAINT imported_key_token FOREIGN KEY (id) REFERENCES tokens.token (id),
  -- Set when a key of which there is a bcrypt hash is first used; the hash is erased then.
  ADD COLUMN used_at timestamptz,
  ALTER COLUMN digest DROP NOT NULL,
  ADD CONSTRAINT imported_key_erased
    CHECK ((digest IS NULL) = (used_at IS NOT NULL) AND (used_at IS NULL OR algorithm = 'bcrypt'));
CREATE INDEX imported_key_prefix ON tokens.imported_key (prefix)
  WHERE algorithm = 'bcrypt' AND digest IS NOT NULL;

GRANT UPDATE (digest, used_at) ON tokens.imported_key TO ${appRole};
