DELETE FROM tokens.scope
 WHERE organization_id IS NULL
   AND name IN ('mcp:prompts:list', 'mcp:prompts:get', 'mcp:resources:list', 'mcp:servers');
UPDATE tokens.scope SET description = 'Call the tools of an MCP server.'
 WHERE organization_id IS NULL AND name = 'mcp:tools:call';
ALTER TABLE tokens.scope DROP COLUMN open;
