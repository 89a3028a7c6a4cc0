ALTER TABLE tokens.plan DROP COLUMN max_service_accounts, DROP COLUMN max_agents;
