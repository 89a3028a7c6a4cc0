-- Run by the schema's owner. The role the service runs as gets the least it needs, table by table:
-- no DDL, no DELETE but where said. What a default of the schema may give it is taken away first.
GRANT USAGE ON SCHEMA tokens TO ${appRole};
ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};
REVOKE ALL ON ALL TABLES IN SCHEMA tokens FROM ${appRole};

CREATE TABLE tokens.plan (
  id          text    PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9-]{0,31}$'),
  name        text    NOT NULL,
  -- Requests of cost one; both what a token gets by default and the most it may be given.
  per_second  integer NOT NULL CHECK (per_second > 0),
  per_minute  integer NOT NULL CHECK (per_minute > 0),
  per_hour    integer NOT NULL CHECK (per_hour > 0),
  per_day     integer NOT NULL CHECK (per_day > 0)
);

INSERT INTO tokens.plan (id, name, per_second, per_minute, per_hour, per_day) VALUES
  ('free',       'Free',        50,    600,    10000,    100000),
  ('pro',        'Pro',        200,   6000,   200000,   2000000),
  ('enterprise', 'Enterprise', 2000, 60000, 2000000, 20000000);

CREATE TABLE tokens.organization (
  id         uuid        PRIMARY KEY,
  slug       text        NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name       text        NOT NULL,
  plan_id    text        NOT NULL DEFAULT 'free' REFERENCES tokens.plan (id),
  created_at timestamptz NOT NULL
);

-- What an organization decides for itself; NULL means the service's default.
CREATE TABLE tokens.policy (
  organization_id      uuid PRIMARY KEY REFERENCES tokens.organization (id),
  max_tokens_per_user  integer CHECK (max_tokens_per_user > 0),
  creations_per_hour   integer CHECK (creations_per_hour > 0),
  suspensions_per_hour integer CHECK (suspensions_per_hour >= 0)
);

CREATE TABLE tokens.member (
  organization_id uuid        NOT NULL REFERENCES tokens.organization (id),
  -- "sub" at the OpenID provider.
  subject         text        NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  email           text,
  display_name    text,
  role            text        NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (organization_id, subject)
);

CREATE TABLE tokens.scope (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- NULL: a standard scope, known to every organization.
  organization_id uuid REFERENCES tokens.organization (id),
  name            text NOT NULL CHECK (length(name) <= 128),
  description     text NOT NULL,
  example         text NOT NULL,
  UNIQUE NULLS NOT DISTINCT (organization_id, name)
);

INSERT INTO tokens.scope (name, description, example) VALUES
  ('read',            'Read whatever a route that asks for plain read offers.',            'GET /reports'),
  ('write',           'Change whatever a route that asks for plain write offers; includes read.', 'POST /reports'),
  ('demo:read',       'Read from the demo API.',                                           'GET /demo/hello'),
  ('demo:write',      'Write to the demo API; includes demo:read.',                        'POST /demo/items'),
  ('tokens:read',     'See the owner''s tokens, never their secrets.',                     'GET /api/v1/tokens'),
  ('tokens:write',    'Create, suspend, reactivate and revoke the owner''s tokens; includes tokens:read.', 'POST /api/v1/tokens'),
  ('tokens:admin',    'Manage every token of the organization, if the owner''s role does; includes tokens:write.', 'POST /api/v1/tokens/{id}/revoke'),
  ('usage:read',      'Read usage figures.',                                               'GET /api/v1/usage/summary'),
  ('agents:read',     'See agents and their executions.',                                  'GET /api/v1/agents'),
  ('agents:write',    'Create and change agents; includes agents:read.',                   'POST /api/v1/agents'),
  ('agents:execute',  'Start and finish executions of agents.',                            'POST /api/v1/agents/{id}/executions'),
  ('mcp:tools:list',  'List the tools of an MCP server.',                                  'tools/list'),
  ('mcp:tools:call',  'Call the tools of an MCP server.',                                  'tools/call'),
  ('mcp:resources:read', 'Read the resources of an MCP server.',                           'resources/read'),
  ('mcp:prompts:read', 'Read the prompts of an MCP server.',                               'prompts/get'),
  ('security:read',   'See detections and security events.',                               'GET /api/v1/security/detections'),
  ('security:write',  'Settle detections and change responses; includes security:read.',   'POST /api/v1/security/detections/{id}'),
  ('audit:read',      'Read the audit log.',                                               'GET /api/v1/audit'),
  ('members:read',    'See the organization''s members.',                                  'GET /api/v1/members'),
  ('members:write',   'Invite members and change their roles; includes members:read.',     'PUT /api/v1/members/{id}'),
  ('org:read',        'See the organization''s settings.',                                 'GET /api/v1/organization'),
  ('org:admin',       'Change the organization itself; includes org:read.',                'PATCH /api/v1/organization');

GRANT SELECT ON tokens.plan TO ${appRole};
GRANT SELECT, INSERT, UPDATE ON tokens.organization, tokens.policy, tokens.member TO ${appRole};
GRANT SELECT, INSERT, UPDATE ON tokens.scope TO ${appRole};
