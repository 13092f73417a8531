-- What a person must know of; a row goes when it is over.
create table alert (
    code varchar(40) not null,
    subject varchar(200) not null,
    phone_number_id varchar(40) not null,
    text varchar(4000) not null,
    since timestamp(6) with time zone not null,
    last_at timestamp(6) with time zone not null,
    times bigint not null,
    constraint alert_key primary key (code, subject)
);
