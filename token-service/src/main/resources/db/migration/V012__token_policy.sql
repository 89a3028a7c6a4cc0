-- What an organization asks of its tokens beyond their number; an absent row asks nothing.
ALTER TABLE tokens.policy
  ADD COLUMN max_lifetime_seconds bigint  CHECK (max_lifetime_seconds > 0),
  ADD COLUMN expiry_required      boolean NOT NULL DEFAULT false,
  -- Types of token that must be confined to addresses.
  ADD COLUMN allow_list_required  text[]  NOT NULL DEFAULT '{}',
  -- Type of token to array of scopes; a type that is absent may have any.
  ADD COLUMN allowed_scopes       jsonb   NOT NULL DEFAULT '{}'
    CHECK (jsonb_typeof(allowed_scopes) = 'object');

INSERT INTO tokens.scope (name, description, example) VALUES
  ('policies:read',  'See what the organization asks of its tokens.',                     'GET /api/v1/policy'),
  ('policies:write', 'Change what the organization asks of its tokens; includes policies:read.', 'PUT /api/v1/policy');
