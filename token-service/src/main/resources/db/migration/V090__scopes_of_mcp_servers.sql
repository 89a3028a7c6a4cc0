-- Open: what stands one segment below is a scope as well, such as mcp:tools:call:search. Nobody
-- could list the tools and prompts of every server beforehand.
ALTER TABLE tokens.scope ADD COLUMN open boolean NOT NULL DEFAULT false;

UPDATE tokens.scope
   SET open = true,
       description = 'Call the tools of an MCP server; mcp:tools:call:<tool> for one tool alone.'
 WHERE organization_id IS NULL AND name = 'mcp:tools:call';

INSERT INTO tokens.scope (name, description, example, open) VALUES
  ('mcp:prompts:list',   'List the prompts of an MCP server.',                           'prompts/list',   false),
  ('mcp:prompts:get',    'Get the prompts of an MCP server; mcp:prompts:get:<prompt> for one prompt alone.', 'prompts/get', true),
  ('mcp:resources:list', 'List the resources of an MCP server.',                         'resources/list', false),
  ('mcp:servers',        'Be accepted by every MCP server; mcp:servers:<server> for that server, and no other that is not named.', 'initialize', true);
