-- One engine at a time works on a campaign.
alter table campaign add column claimed_by varchar(100);
alter table campaign add column claimed_until timestamp(6) with time zone;
-- The same content goes out once for each run, also when two engines find it under two names at the same time.
alter table campaign add column content_run varchar(80);
create unique index campaign_content_run on campaign (content_run);
