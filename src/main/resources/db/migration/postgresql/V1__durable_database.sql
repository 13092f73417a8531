-- PostgreSQL keeps its promises by default; the number only keeps the two databases in step.
select 1;
