-- Conversations that a human has taken over: nothing answers by itself there. A row goes when the pause is ended; one with
-- until_at ends by itself and no longer counts then.
create table automation_pause (
    phone_number_id varchar(40) not null,
    contact varchar(160) not null,
    since timestamp(6) with time zone not null,
    until_at timestamp(6) with time zone,
    paused_by varchar(160) not null,
    constraint automation_pause_key primary key (phone_number_id, contact)
);
