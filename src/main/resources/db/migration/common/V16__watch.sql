-- What is known of the connection between a number and its phone since it was linked: facts with Meta's times, of which the
-- state is made.
create table number_connection (
    phone_number_id varchar(40) not null primary key,
    linked_at timestamp(6) with time zone not null,
    offboarded_at timestamp(6) with time zone,
    reconnected_at timestamp(6) with time zone,
    removed_at timestamp(6) with time zone,
    removed_reason varchar(200),
    removed_by varchar(40),
    bare_removed_at timestamp(6) with time zone,
    bare_removed_by varchar(40),
    gone_at timestamp(6) with time zone,
    version integer not null
);

-- Restrictions that Meta put on an account, by number. One that is taken back stays, so that an older word changes nothing.
create table number_restriction (
    phone_number_id varchar(40) not null,
    kind varchar(100) not null,
    standing boolean not null,
    until_at timestamp(6) with time zone,
    told_at timestamp(6) with time zone not null,
    constraint number_restriction_key primary key (phone_number_id, kind)
);

-- When something was last seen of a number: its phone, or a status of any message. To the minute or so.
create table sign_of_life (
    phone_number_id varchar(40) not null,
    kind varchar(10) not null,
    seen_at timestamp(6) with time zone not null,
    constraint sign_of_life_key primary key (phone_number_id, kind)
);
