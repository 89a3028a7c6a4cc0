-- What a plan offers beside its limits.
ALTER TABLE tokens.plan
  ADD COLUMN max_service_accounts integer NOT NULL DEFAULT 3 CHECK (max_service_accounts >= 0),
  ADD COLUMN max_agents           integer NOT NULL DEFAULT 10 CHECK (max_agents >= 0);
UPDATE tokens.plan SET max_service_accounts = 50, max_agents = 100 WHERE id = 'pro';
UPDATE tokens.plan SET max_service_accounts = 1000, max_agents = 10000 WHERE id = 'enterprise';
