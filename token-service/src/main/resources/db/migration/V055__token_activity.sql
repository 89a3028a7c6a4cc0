ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- The last use of each token, as usage-analytics tells. Apart from the token, which does not change
-- by being used; and without a foreign key, whose check would lock the token's row for every use.
CREATE TABLE tokens.token_activity (
  token_id            uuid PRIMARY KEY,
  accepted_at         timestamptz,
  accepted_ip         text CHECK (length(accepted_ip) <= 64),
  accepted_user_agent text CHECK (length(accepted_user_agent) <= 256),
  refused_at          timestamptz,
  refused_ip          text CHECK (length(refused_ip) <= 64),
  refused_user_agent  text CHECK (length(refused_user_agent) <= 256)
);

GRANT SELECT, INSERT, UPDATE ON tokens.token_activity TO ${appRole};

-- Who still uses old secrets: the organization's retired tokens, the latest first.
CREATE INDEX token_retired ON tokens.token (organization_id, rotated_at DESC, id DESC)
  WHERE rotated_at IS NOT NULL;
