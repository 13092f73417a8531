-- A send may be made of an earlier one of the same request: both have the client's key.
alter table send add column earlier bigint;
alter table send add column generation smallint default 0 not null;
alter table send drop constraint send_client_id;
alter table send add constraint send_request unique (phone_number_id, client_id, generation);
create index send_earlier on send (earlier);

-- Pauses by what they hold back.
create table number_pause (
    phone_number_id varchar(40) not null,
    scope varchar(12) not null,
    why varchar(2000) not null,
    by_meta boolean not null,
    since timestamp(6) with time zone not null,
    constraint number_pause_key primary key (phone_number_id, scope)
);
insert into number_pause (phone_number_id, scope, why, by_meta, since)
    select phone_number_id, 'all', paused_why, false, changed_at from number_state where paused = true;
drop table number_state;

-- What a person was sent, as far as the pair limit must know (R48).
create table pair_debt (
    phone_number_id varchar(40) not null,
    contact varchar(160) not null,
    burst_from timestamp(6) with time zone not null,
    paid_from timestamp(6) with time zone not null,
    sent integer not null,
    refused integer not null,
    constraint pair_debt_key primary key (phone_number_id, contact)
);
create index pair_debt_age on pair_debt (burst_from);

-- Whom we wrote to outside a window, as far as the portfolio's limit must know (R69).
create table portfolio_person (
    contact varchar(160) not null primary key,
    last_at timestamp(6) with time zone not null
);
create index portfolio_person_age on portfolio_person (last_at);
