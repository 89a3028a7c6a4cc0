DROP INDEX tokens.token_newest;
