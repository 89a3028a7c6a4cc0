DROP TRIGGER agent_execution_counted ON tokens.agent_execution;
DROP FUNCTION tokens.agent_execution_counted();
DROP TABLE tokens.agent_execution_total;
