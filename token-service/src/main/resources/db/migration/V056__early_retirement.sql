ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- Rotated tokens whose overlap is to end once the successor has been used; gone when it has ended.
CREATE TABLE tokens.early_retirement (
  token_id        uuid PRIMARY KEY REFERENCES tokens.token (id),
  successor_id    uuid NOT NULL REFERENCES tokens.token (id),
  organization_id uuid NOT NULL REFERENCES tokens.organization (id)
);

-- UPDATE for the row locks of the sweep alone.
GRANT SELECT, INSERT, UPDATE, DELETE ON tokens.early_retirement TO ${appRole};
