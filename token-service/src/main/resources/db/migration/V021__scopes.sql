-- NULL: tokens of every type may have it; else those named, and no wildcard over it another's.
ALTER TABLE tokens.scope
  ADD COLUMN token_types text[] CHECK (token_types <@ ARRAY['personal', 'service', 'agent']),
  ADD COLUMN created_by  text,
  ADD COLUMN created_at  timestamptz;

INSERT INTO tokens.scope (name, description, example) VALUES
  ('org:write',              'Change the organization''s own scopes and shared templates; includes org:read.', 'POST /api/v1/scopes'),
  ('service-accounts:read',  'See the organization''s service accounts.',                      'GET /api/v1/service-accounts'),
  ('service-accounts:write', 'Create, change and disable service accounts; includes service-accounts:read.', 'POST /api/v1/service-accounts');

-- What governs people and the organization is not for machines that act by themselves.
UPDATE tokens.scope SET token_types = '{personal,service}'
 WHERE organization_id IS NULL AND name IN
   ('tokens:admin', 'org:write', 'policies:write', 'service-accounts:write');
UPDATE tokens.scope SET token_types = '{personal}'
 WHERE organization_id IS NULL AND name IN ('org:admin', 'members:write');

-- An organization may take its own scopes away again.
GRANT DELETE ON tokens.scope TO ${appRole};
