-- What persons and rules decided about a campaign beside its file. The row comes with the first such decision.
create table campaign_control (
    campaign varchar(300) not null primary key,
    -- Paused or cancelled: nothing more leaves. Asked by the feeder and by the statement that marks a send as sending.
    held boolean not null,
    paused_at timestamp(6) with time zone,
    paused_by varchar(200),
    reason varchar(40),
    detail varchar(2000),
    -- What happened before counts for no stop rule: somebody has seen it and let the campaign go on.
    judged_from timestamp(6) with time zone,
    cancelled_at timestamp(6) with time zone,
    cancelled_by varchar(200),
    -- Rows that failed until then are to be sent again; null when there is nothing to do.
    retry_at timestamp(6) with time zone,
    pace_share double precision not null,
    -- Stop rules of its own, null for those of the engine.
    stop_share double precision,
    stop_minimum integer,
    stop_quality boolean,
    stop_template boolean,
    stop_unlinked boolean
);

-- Until when a campaign has used its share of a number's pace, in microseconds since 1970.
create table campaign_lane (
    campaign varchar(300) not null,
    phone_number_id varchar(40) not null,
    paid_until bigint not null,
    constraint campaign_lane_key primary key (campaign, phone_number_id)
);

-- The numbers and templates that a campaign's rows use; the template is empty for rows without one.
create table campaign_use (
    campaign varchar(300) not null,
    phone_number_id varchar(40) not null,
    template varchar(600) not null,
    language varchar(40) not null,
    constraint campaign_use_key primary key (campaign, phone_number_id, template, language)
);

-- A row stands for the last send of its request: when one is made of an earlier one, the row follows.
create index campaign_row_send on campaign_row (send_id);
