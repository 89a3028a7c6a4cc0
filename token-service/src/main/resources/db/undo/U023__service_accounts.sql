DROP TABLE tokens.service_account;
