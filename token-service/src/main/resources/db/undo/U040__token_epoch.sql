DROP TABLE tokens.token_epoch;
