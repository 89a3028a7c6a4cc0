ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

CREATE TABLE tokens.template (
  id              text        PRIMARY KEY,
  -- NULL: built in, for every organization.
  organization_id uuid        REFERENCES tokens.organization (id),
  name            text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  description     text        NOT NULL,
  type            text        NOT NULL CHECK (type IN ('personal', 'service', 'agent')),
  environment     text        NOT NULL CHECK (environment IN ('live', 'test')),
  scopes          text[]      NOT NULL,
  -- NULL: the token never expires.
  lifetime_days   integer     CHECK (lifetime_days > 0),
  -- NULL: the plan's.
  per_second      integer     CHECK (per_second > 0),
  per_minute      integer     CHECK (per_minute > 0),
  per_hour        integer     CHECK (per_hour > 0),
  per_day         integer     CHECK (per_day > 0),
  -- Whether all members see it, or only whoever made it.
  shared          boolean     NOT NULL,
  created_by      text,
  created_at      timestamptz
);
CREATE INDEX template_organization ON tokens.template (organization_id);

INSERT INTO tokens.template
    (id, name, description, type, environment, scopes, lifetime_days, per_minute, shared) VALUES
  ('ci-cd',       'CI/CD',       'A pipeline that reads, deploys and runs agents.',
   'service',  'live', '{read,write,agents:execute}', 90, NULL, true),
  ('development', 'Development', 'Work on a developer''s machine, apart from live.',
   'personal', 'test', '{read,write,agents:write,agents:execute}', 30, 120, true),
  ('production',  'Production',  'A running service; rotate it before it expires.',
   'service',  'live', '{read,write}', 180, NULL, true),
  ('mcp-server',  'MCP server',  'A coding agent that uses the tools of an MCP server.',
   'personal', 'live', '{mcp:tools:list,mcp:tools:call,mcp:resources:read,mcp:prompts:read}', 90, NULL, true),
  ('read-only',   'Read only',   'Looks, and changes nothing.',
   'personal', 'live', '{read,agents:read,usage:read}', 90, NULL, true);

GRANT SELECT, INSERT, UPDATE, DELETE ON tokens.template TO ${appRole};
