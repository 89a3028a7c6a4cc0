ALTER TABLE tokens.token DROP COLUMN agent_id;
DROP TABLE tokens.agent_execution;
DROP TABLE tokens.agent;
