-- What all tokens of an organization may use together; NULL: as much as each of them may.
ALTER TABLE tokens.plan
  ADD COLUMN org_per_second integer CHECK (org_per_second > 0),
  ADD COLUMN org_per_minute integer CHECK (org_per_minute > 0),
  ADD COLUMN org_per_hour   integer CHECK (org_per_hour > 0),
  ADD COLUMN org_per_day    integer CHECK (org_per_day > 0);
UPDATE tokens.plan
   SET org_per_second = 500, org_per_minute = 6000,
       org_per_hour = 100000, org_per_day = 1000000 WHERE id = 'free';
UPDATE tokens.plan
   SET org_per_second = 4000, org_per_minute = 120000,
       org_per_hour = 4000000, org_per_day = 40000000 WHERE id = 'pro';
UPDATE tokens.plan
   SET org_per_second = 100000, org_per_minute = 3000000,
       org_per_hour = 100000000, org_per_day = 1000000000 WHERE id = 'enterprise';
