-- One row per dropped file.
create table campaign (
    id varchar(300) not null primary key,
    name varchar(300) not null,
    stem varchar(300) not null,
    content_hash varchar(64) not null,
    file_name varchar(300) not null,
    state varchar(12) not null,
    form varchar(200),
    row_count bigint not null,
    problem varchar(10000),
    arrived_at timestamp(6) with time zone not null,
    read_at timestamp(6) with time zone,
    finished_at timestamp(6) with time zone
);
create index campaign_content on campaign (content_hash);
create index campaign_name on campaign (name);
create index campaign_state on campaign (state, arrived_at);
create index campaign_arrived on campaign (arrived_at);

-- What the door said to each row: the send that stands for it, or why it was refused.
create table campaign_row (
    campaign varchar(300) not null,
    row_no bigint not null,
    send_id bigint,
    reason varchar(40),
    detail varchar(4000),
    kept_at timestamp(6) with time zone not null,
    constraint campaign_row_key primary key (campaign, row_no)
);
