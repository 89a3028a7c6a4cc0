DROP INDEX tokens.audit_log_actor;
DROP INDEX tokens.audit_log_action;
