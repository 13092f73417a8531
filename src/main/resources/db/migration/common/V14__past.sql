-- Where a message of the past came from: 'placed' by a thread of the history, 'loose' as long as only its file came; null for
-- one that came live. What came live wins over the past, whichever came first (R27).
alter table message add column past varchar(6);

-- What the history says of a message, in either direction; it only moves forward. Live statuses stand in send_status.
alter table message add column status varchar(12);

-- The parts of the past that are stored, by linking: after another linking they come anew.
create table history_chunk (
    phone_number_id varchar(40) not null,
    linked_at timestamp(6) with time zone not null,
    phase integer not null,
    chunk_order integer not null,
    progress integer not null,
    messages bigint not null,
    first_at timestamp(6) with time zone not null,
    constraint history_chunk_key primary key (phone_number_id, linked_at, phase, chunk_order)
);

-- What others call a person: the phone book of the phone and the CRM. The name that a person gave themselves stands with the
-- conversation. No name is a name taken away; it stays, so that an older word does not bring it back.
create table person_name (
    phone_number_id varchar(40) not null,
    contact varchar(160) not null,
    source varchar(10) not null,
    name varchar(300),
    said_at timestamp(6) with time zone not null,
    constraint person_name_key primary key (phone_number_id, contact, source)
);
