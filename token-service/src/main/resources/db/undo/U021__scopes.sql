REVOKE DELETE ON tokens.scope FROM ${appRole};
DELETE FROM tokens.scope
 WHERE organization_id IS NULL
   AND name IN ('org:write', 'service-accounts:read', 'service-accounts:write');
ALTER TABLE tokens.scope DROP COLUMN token_types, DROP COLUMN created_by, DROP COLUMN created_at;
