DROP INDEX tokens.audit_log_time;
DROP TRIGGER audit_entry_added ON tokens.audit_log;
DROP FUNCTION tokens.audit_entry_added();
DROP FUNCTION tokens.audit_link_entry(tokens.audit_log);
DROP FUNCTION tokens.audit_bytes(tokens.audit_log);
DROP TABLE tokens.audit_link;
DROP TABLE tokens.audit_head;
