DROP TABLE tokens.template;
