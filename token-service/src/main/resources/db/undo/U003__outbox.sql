DROP TABLE tokens.security_event;
DROP TABLE tokens.relay_path;
DROP TABLE tokens.relay_epoch;
DROP TABLE tokens.outbox;
