ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- So many of the tokens that may still work, for the budget of automatic suspensions.
CREATE INDEX token_in_force ON tokens.token (organization_id, expires_at)
  WHERE revoked_at IS NULL AND rotated_at IS NULL;

-- What anybody reported and nobody knew is not kept for good.
CREATE INDEX leak_report_unknown ON tokens.leak_report (done_at)
  WHERE reporter = 'holder' AND outcome = 'unknown';
GRANT DELETE ON tokens.leak_report TO ${appRole};
