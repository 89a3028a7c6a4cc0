DROP TABLE tokens.token_job_secret;
DROP TABLE tokens.token_job_item;
DROP TABLE tokens.token_job;
