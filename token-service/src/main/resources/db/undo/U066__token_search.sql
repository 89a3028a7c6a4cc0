CREATE INDEX token_tags ON tokens.token USING gin (tags);
DROP FUNCTION tokens.search_estimate(text[]);
DROP INDEX tokens.token_search;
DROP FUNCTION tokens.search_keys(uuid, text, text[]);
