-- Numbers that were linked by the API; those of config/numbers.yaml do not stand here. The token is sealed (v1:key:…) or a
-- reference (env:…, file:…), never the token itself.
create table linked_number (
    phone_number_id varchar(40) not null,
    alias varchar(160) not null,
    display_phone_number varchar(20) not null,
    waba_id varchar(40) not null,
    token varchar(8000) not null,
    linked_at timestamp(6) with time zone not null,
    settings varchar(2000) not null,
    constraint linked_number_key primary key (phone_number_id)
);

-- Numbers of config/numbers.yaml that were linked again while the file keeps the first time; the later one counts.
create table relinked_number (
    phone_number_id varchar(40) not null,
    linked_at timestamp(6) with time zone not null,
    constraint relinked_number_key primary key (phone_number_id)
);

-- One row per linking, written before each step. Of a code only the hash is kept: it works once.
create table linking (
    id varchar(40) not null,
    step varchar(20) not null,
    alias varchar(160) not null,
    waba_id varchar(40) not null,
    phone_number_id varchar(40),
    code_hash varchar(64),
    token varchar(8000),
    settings varchar(2000),
    linked_at timestamp(6) with time zone,
    reason varchar(40),
    meta_code integer,
    detail varchar(4000),
    is_last boolean not null,
    started_by varchar(160) not null,
    started_at timestamp(6) with time zone not null,
    changed_at timestamp(6) with time zone not null,
    version integer not null,
    constraint linking_key primary key (id),
    constraint linking_code unique (code_hash)
);
create index linking_by_time on linking (started_at);
