DROP TABLE tokens.audit_log;
DROP TABLE tokens.token;
