ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- A member who was removed keeps the row: the next sign-in must not make a new one.
ALTER TABLE tokens.member
  ADD COLUMN removed_at timestamptz,
  ADD COLUMN removed_by text;

CREATE TABLE tokens.invitation (
  id              uuid        PRIMARY KEY,
  organization_id uuid        NOT NULL REFERENCES tokens.organization (id),
  -- In lower case.
  email           text        NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
  role            text        NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
  invited_by      text        NOT NULL,
  created_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  accepted_at     timestamptz,
  accepted_by     text,
  withdrawn_at    timestamptz
);
-- At most one open invitation an address.
CREATE UNIQUE INDEX invitation_open ON tokens.invitation (organization_id, email)
  WHERE accepted_at IS NULL AND withdrawn_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON tokens.invitation TO ${appRole};
