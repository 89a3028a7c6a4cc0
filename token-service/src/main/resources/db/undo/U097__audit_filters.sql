DROP INDEX tokens.audit_log_actor;
DROP INDEX tokens.audit_log_action;
DROP INDEX tokens.audit_log_page;
CREATE INDEX audit_log_page ON tokens.audit_log (organization_id, id DESC);
