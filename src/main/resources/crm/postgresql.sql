-- The CRM's outbox table on PostgreSQL. The CRM inserts id, number, recipient, the content and created_at, and leaves state
-- null; Tandem writes the rest. Content is either request (the JSON of a send request without id, from and to) or
-- template, language and parameters (a JSON list or map). Several engines may read one table: state is 'taken' and reason
-- the engine's name from its claim until the row is accepted or rejected.
create table crm_outbox (
    id varchar(128) not null primary key,
    number varchar(64),
    recipient varchar(160) not null,
    request text,
    template varchar(512),
    language varchar(16),
    parameters text,
    state varchar(20),
    reason varchar(4000),
    wamid varchar(300),
    created_at timestamp with time zone default current_timestamp not null,
    taken_at timestamp with time zone,
    updated_at timestamp with time zone
);
create index crm_outbox_new on crm_outbox (created_at, id) where state is null or state = 'taken';
