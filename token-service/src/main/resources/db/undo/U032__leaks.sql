DROP TABLE tokens.leak_delivery;
DROP TABLE tokens.leak_report;
ALTER TABLE tokens.policy DROP COLUMN leak_response;
