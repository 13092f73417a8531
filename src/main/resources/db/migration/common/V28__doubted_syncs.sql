-- When Meta said last that the owner does not share the past: what comes later shows that it was said of the linking before.
alter table number_sync add column declined_came timestamp(6) with time zone;
update number_sync set declined_came = ended_at where ending = 'declined';

-- When contacts came that are no edit while their call was out: its answer may be lost.
alter table number_sync add column contacts_proved timestamp(6) with time zone;
