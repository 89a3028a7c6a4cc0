ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- By which a bcrypt hash is known again once it is erased, in whichever organization: SHA-256 of it
-- from its cost on, as its version ($2a$, $2b$, $2y$) does not change what it fits. Of hashes that
-- were erased before it is not known; of those that several organizations have, the first has it.
ALTER TABLE tokens.imported_key
  ADD COLUMN fingerprint bytea CHECK (octet_length(fingerprint) = 32);
UPDATE tokens.imported_key k
   SET fingerprint = sha256(convert_to(substr(k.digest, 5), 'UTF8'))
  FROM (SELECT DISTINCT ON (substr(digest, 5)) id FROM tokens.imported_key
         WHERE algorithm = 'bcrypt' AND digest IS NOT NULL
         ORDER BY substr(digest, 5), created_at, id) AS first
 WHERE k.id = first.id;
CREATE UNIQUE INDEX imported_key_fingerprint ON tokens.imported_key (fingerprint)
  WHERE fingerprint IS NOT NULL;
