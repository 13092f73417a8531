-- Meta's time from which on a name is known to be the person's; null for another form of a number that Meta never used.
-- Of several numbers or user ids of a person the latest is the one they have now.
alter table contact_name add column said_at timestamp(6) with time zone;
update contact_name set said_at = (
    select c.last_at from conversation c
    where c.phone_number_id = contact_name.phone_number_id and c.contact = contact_name.contact
      and (c.wa_id = contact_name.name or c.user_id = contact_name.name));

-- Names that a person had until they changed their number: what was written with them before belongs to that person, what
-- comes later to somebody new.
create table former_name (
    phone_number_id varchar(40) not null,
    name varchar(160) not null,
    until_at timestamp(6) with time zone not null,
    contact varchar(160) not null,
    constraint former_name_key primary key (phone_number_id, name, until_at)
);
create index former_name_contact on former_name (phone_number_id, contact);
create index former_name_name on former_name (name);
