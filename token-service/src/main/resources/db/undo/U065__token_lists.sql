DROP INDEX tokens.token_owner_expiry_page;
DROP INDEX tokens.token_owner_name_page;
DROP INDEX tokens.token_owner_created_page;
DROP INDEX tokens.token_expiry_page;
DROP INDEX tokens.token_name_page;
DROP INDEX tokens.token_created_page;

ALTER TABLE tokens.token DROP COLUMN facet;
DROP TRIGGER token_owner_state ON tokens.token;
DROP FUNCTION tokens.token_owner_state();
ALTER TABLE tokens.token DROP COLUMN owner_disabled;

CREATE INDEX token_page ON tokens.token (organization_id, created_at DESC, id DESC);
CREATE INDEX token_owner_page ON tokens.token (organization_id, owner_id, created_at DESC, id DESC);
CREATE INDEX token_name_page
  ON tokens.token (organization_id, (lower(name) COLLATE "C"), id);
CREATE INDEX token_expiry_page
  ON tokens.token (organization_id, (coalesce(expires_at, TIMESTAMPTZ '9999-12-31 23:59:59.999999Z')), id);
