DROP TABLE tokens.rotation_notice;
DROP TABLE tokens.waiting_successor;
DROP TABLE tokens.rotation_schedule;
