-- What lay beside a campaign's file, as JSON, and what it waits for before it starts.
alter table campaign add column settings varchar(400000);
alter table campaign add column waits_for varchar(2000);

-- What was known of a campaign before it started.
create table campaign_preflight (
    campaign varchar(300) not null primary key,
    checked_at timestamp(6) with time zone not null,
    report varchar(1000000) not null
);
