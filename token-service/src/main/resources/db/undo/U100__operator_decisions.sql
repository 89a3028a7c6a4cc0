DROP TABLE tokens.operator_decision;
