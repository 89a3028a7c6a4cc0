DELETE FROM tokens.scope WHERE organization_id IS NULL AND name = 'tokens:introspect';
