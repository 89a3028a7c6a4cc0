DROP INDEX tokens.leak_report_lookups;
