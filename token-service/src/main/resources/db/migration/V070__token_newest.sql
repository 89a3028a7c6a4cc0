-- Whoever throws a kill switch asks for the organization's newest tokens, with all creation of tokens
-- waiting meanwhile. The indexes of lists have the facet first and do not answer that.
CREATE INDEX token_newest ON tokens.token (organization_id, created_at DESC);
