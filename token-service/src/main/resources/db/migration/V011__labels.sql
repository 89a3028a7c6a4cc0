ALTER TABLE tokens.token
  ADD COLUMN tags     text[] NOT NULL DEFAULT '{}' CHECK (cardinality(tags) <= 20),
  ADD COLUMN metadata jsonb  NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(metadata) = 'object');

CREATE INDEX token_tags ON tokens.token USING gin (tags);
-- Pages by name and by expiry; a token that never expires comes last.
CREATE INDEX token_name_page
  ON tokens.token (organization_id, (lower(name) COLLATE "C"), id);
CREATE INDEX token_expiry_page
  ON tokens.token (organization_id, (coalesce(expires_at, TIMESTAMPTZ '9999-12-31 23:59:59.999999Z')), id);
