INSERT INTO tokens.scope (name, description, example) VALUES
  ('tokens:introspect', 'Ask whether tokens of the organization work, and what for.', 'POST /oauth/introspect');
