DROP TABLE tokens.follow_up;
