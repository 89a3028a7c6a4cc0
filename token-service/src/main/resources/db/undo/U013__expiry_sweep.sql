CREATE INDEX token_expiry ON tokens.token (expires_at)
  WHERE expires_at IS NOT NULL AND revoked_at IS NULL;
DROP INDEX tokens.token_expiry_due;
ALTER TABLE tokens.token DROP COLUMN expiry_noted;
