-- How far people have been told: 0 not at all, 1 a week ahead, 2 a day ahead, 3 that it is over.
ALTER TABLE tokens.token
  ADD COLUMN expiry_noted smallint NOT NULL DEFAULT 0 CHECK (expiry_noted BETWEEN 0 AND 3);

CREATE INDEX token_expiry_due ON tokens.token (expires_at)
  WHERE expires_at IS NOT NULL AND revoked_at IS NULL AND expiry_noted < 3;
DROP INDEX tokens.token_expiry;
