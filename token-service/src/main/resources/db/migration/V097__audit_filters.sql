ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- The audit log by organization, by what was done and by who did it, in the order of its pages,
-- however long it is. Pages are asked for by a range of all of an index's columns, which no other
-- index has in order: the primary key would be walked over other organizations' entries. Each has
-- the time, so that a filter by time reads no entry that it leaves out.
DROP INDEX tokens.audit_log_page;
CREATE INDEX audit_log_page
  ON tokens.audit_log (organization_id, id) INCLUDE (at);
CREATE INDEX audit_log_action
  ON tokens.audit_log (organization_id, action, id) INCLUDE (at);
CREATE INDEX audit_log_actor
  ON tokens.audit_log (organization_id, actor_id, action, id) INCLUDE (at);
