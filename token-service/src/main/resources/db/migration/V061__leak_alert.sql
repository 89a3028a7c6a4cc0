-- An organization may also want only to be told of a token that is reported as leaked.
ALTER TABLE tokens.policy DROP CONSTRAINT policy_leak_response_check;
ALTER TABLE tokens.policy
  ADD CONSTRAINT policy_leak_response_check CHECK (leak_response IN ('revoke', 'suspend', 'alert'));
