ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- A key that is found by its hash only after it was reported: its report is looked for then.
CREATE INDEX leak_report_lookups ON tokens.leak_report USING gin (lookups);
