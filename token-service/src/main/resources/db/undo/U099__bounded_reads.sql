REVOKE DELETE ON tokens.leak_report FROM ${appRole};
DROP INDEX tokens.leak_report_unknown;
DROP INDEX tokens.token_in_force;
