DROP INDEX tokens.token_retired;
DROP TABLE tokens.token_activity;
