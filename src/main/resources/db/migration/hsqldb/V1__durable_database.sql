-- Commits are on disk when they return, rows lock one by one, and tables do not live in memory. The URL says the same;
-- the transaction model counts only when the file is created, so it stands here as well.
set database transaction control mvcc;
set files write delay false;
set database default table type cached;
-- Two keys that differ in blanks at their end are two keys, as on PostgreSQL.
set database collation sql_text no pad;
