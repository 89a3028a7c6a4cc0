ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

CREATE TABLE tokens.service_account (
  id              uuid        PRIMARY KEY,
  organization_id uuid        NOT NULL REFERENCES tokens.organization (id),
  name            text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  description     text        NOT NULL,
  -- The most its tokens can do.
  role            text        NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
  created_by      text        NOT NULL,
  created_at      timestamptz NOT NULL,
  -- While set its tokens are suspended, whatever they are by themselves.
  disabled_at     timestamptz,
  disabled_by     text,
  deleted_at      timestamptz
);
CREATE INDEX service_account_page ON tokens.service_account (organization_id, id)
  WHERE deleted_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON tokens.service_account TO ${appRole};
