-- The sync of each linking of a number: what was asked for, recorded before the call left, and what came of it. Each of the two calls
-- may be made once per linking, so a row is never deleted.
create table number_sync (
    phone_number_id varchar(40) not null,
    linked_at timestamp(6) with time zone not null,
    revision bigint not null,
    contacts_state varchar(20) not null,
    contacts_tries integer not null,
    contacts_at timestamp(6) with time zone,
    contacts_by varchar(160) not null,
    contacts_request varchar(1000),
    contacts_words varchar(1000) not null,
    history_state varchar(20) not null,
    history_tries integer not null,
    history_at timestamp(6) with time zone,
    history_by varchar(160) not null,
    history_request varchar(1000),
    history_words varchar(1000) not null,
    contacts_came timestamp(6) with time zone,
    phase integer not null,
    progress integer not null,
    chunk_came timestamp(6) with time zone,
    alarms integer not null,
    ending varchar(20) not null,
    ended_by varchar(20) not null,
    ended_at timestamp(6) with time zone,
    told boolean not null,
    constraint number_sync_key primary key (phone_number_id, linked_at)
);

create index number_sync_running on number_sync (ending, linked_at);
