ALTER TABLE tokens.plan
  DROP COLUMN org_per_second, DROP COLUMN org_per_minute,
  DROP COLUMN org_per_hour, DROP COLUMN org_per_day;
