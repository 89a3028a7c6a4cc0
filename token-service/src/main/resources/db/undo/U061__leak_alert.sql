-- What was only told of is set aside again until a person has looked at it.
UPDATE tokens.policy SET leak_response = 'suspend' WHERE leak_response = 'alert';
ALTER TABLE tokens.policy DROP CONSTRAINT policy_leak_response_check;
ALTER TABLE tokens.policy
  ADD CONSTRAINT policy_leak_response_check CHECK (leak_response IN ('revoke', 'suspend'));
