-- Rows of the past come by the hundred thousand and are hardly read again: the cache must not fill a small heap with them.
set files cache rows 20000;
set files cache size 10000;
