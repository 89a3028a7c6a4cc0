DROP TABLE tokens.imported_key;
