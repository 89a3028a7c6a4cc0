ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- The audit log by what was done and by who did it, in the order of its pages, however long it is.
-- Each has the time, so that a filter by time reads no entry that it leaves out.
CREATE INDEX audit_log_action
  ON tokens.audit_log (organization_id, action, id DESC) INCLUDE (at);
CREATE INDEX audit_log_actor
  ON tokens.audit_log (organization_id, actor_id, action, id DESC) INCLUDE (at);
