DELETE FROM tokens.scope
 WHERE organization_id IS NULL AND name IN ('policies:read', 'policies:write');
ALTER TABLE tokens.policy
  DROP COLUMN max_lifetime_seconds,
  DROP COLUMN expiry_required,
  DROP COLUMN allow_list_required,
  DROP COLUMN allowed_scopes;
