-- When Meta said last that the owner does not share the past: what comes later shows that it was said of the linking before.
alter table number_sync add column declined_came timestamp(6) with time zone;
update number_sync set declined_came = ended_at where ending = 'declined';
