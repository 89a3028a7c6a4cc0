DROP INDEX tokens.token_expiry_page;
DROP INDEX tokens.token_name_page;
ALTER TABLE tokens.token
  DROP COLUMN tags,
  DROP COLUMN metadata;
