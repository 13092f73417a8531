-- What persons want to receive, under every name they were known by when it was told. What is taken back stays as a row, so
-- that an older word which comes late changes nothing.
create table consent (
    name varchar(160) not null,
    -- The number it is about, empty for all of them.
    phone_number_id varchar(40) not null,
    kind varchar(20) not null,
    given boolean not null,
    source varchar(200) not null,
    told_at timestamp(6) with time zone not null,
    constraint consent_key primary key (name, phone_number_id, kind)
);
-- A person is asked for by any name, whatever number it was learned at.
create index contact_name_anywhere on contact_name (name);

-- What was told last of a template between two readings of Meta's list; a pause survives a restart.
create table template_state (
    waba_id varchar(100) not null,
    name varchar(600) not null,
    language varchar(40) not null,
    status varchar(60) not null,
    until_at timestamp(6) with time zone,
    told_at timestamp(6) with time zone not null,
    known_at timestamp(6) with time zone not null,
    constraint template_state_key primary key (waba_id, name, language)
);
