DROP TABLE tokens.early_retirement;
