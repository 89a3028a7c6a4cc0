DROP INDEX tokens.token_overlap_family;
DROP INDEX tokens.token_overlap_owner;
