-- Files that persons and the phone sent: what is known of each and where it stands. Person and text are the message's.
create table media (
    media_id varchar(100) not null primary key,
    phone_number_id varchar(40) not null,
    message_id varchar(300) not null,
    content_type varchar(200) not null,
    file_name varchar(300),
    sha256 varchar(64),
    shelf_name varchar(200) not null,
    size_bytes bigint,
    state varchar(10) not null,
    reason varchar(40),
    detail varchar(2000),
    failures integer not null,
    due_at timestamp(6) with time zone,
    claimed boolean not null,
    written_at timestamp(6) with time zone not null,
    received_at timestamp(6) with time zone not null,
    settled_at timestamp(6) with time zone
);
create index media_due on media (due_at);
create index media_message on media (phone_number_id, message_id);
create index media_received on media (received_at);

-- Files whose row is gone: deleted from the shelf soon, also after a crash in between.
create table media_discard (
    shelf_name varchar(200) not null primary key
);

-- Files to send, by number: under which id Meta has them, and since when.
create table media_upload (
    phone_number_id varchar(40) not null,
    file varchar(200) not null,
    version varchar(60) not null,
    meta_id varchar(100),
    refused varchar(2000),
    uploaded_at timestamp(6) with time zone not null,
    constraint media_upload_key primary key (phone_number_id, file)
);
