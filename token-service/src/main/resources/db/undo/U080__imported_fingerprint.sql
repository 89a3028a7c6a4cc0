ALTER TABLE tokens.imported_key DROP COLUMN fingerprint;
