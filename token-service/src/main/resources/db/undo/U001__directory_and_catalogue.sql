DROP TABLE tokens.scope;
DROP TABLE tokens.member;
DROP TABLE tokens.policy;
DROP TABLE tokens.organization;
DROP TABLE tokens.plan;
REVOKE USAGE ON SCHEMA tokens FROM ${appRole};
