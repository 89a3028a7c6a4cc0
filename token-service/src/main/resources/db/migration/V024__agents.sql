ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

CREATE TABLE tokens.agent (
  id              uuid        PRIMARY KEY,
  organization_id uuid        NOT NULL REFERENCES tokens.organization (id),
  name            text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  description     text        NOT NULL,
  visibility      text        NOT NULL CHECK (visibility IN ('private', 'organization', 'public')),
  created_by      text        NOT NULL,
  created_at      timestamptz NOT NULL,
  deleted_at      timestamptz
);
CREATE INDEX agent_page ON tokens.agent (organization_id, id) WHERE deleted_at IS NULL;
CREATE INDEX agent_public ON tokens.agent (id)
  WHERE deleted_at IS NULL AND visibility = 'public';

CREATE TABLE tokens.agent_execution (
  -- The order in which they were started.
  seq             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id              uuid        NOT NULL UNIQUE,
  agent_id        uuid        NOT NULL REFERENCES tokens.agent (id),
  started_by      text        NOT NULL,
  -- The API token that was used, if one was.
  token_id        uuid,
  started_at      timestamptz NOT NULL,
  finished_at     timestamptz,
  outcome         text        CHECK (outcome IN ('succeeded', 'failed', 'cancelled')),
  error           text,
  CHECK ((finished_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX agent_execution_page ON tokens.agent_execution (agent_id, seq DESC);

-- The one agent a token is confined to.
ALTER TABLE tokens.token ADD COLUMN agent_id uuid REFERENCES tokens.agent (id);
CREATE INDEX token_agent ON tokens.token (agent_id) WHERE agent_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON tokens.agent, tokens.agent_execution TO ${appRole};
