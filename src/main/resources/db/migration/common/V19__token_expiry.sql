-- When a token expires, as Meta or whoever gave it said; null when nobody did, or when it never does.
alter table linked_number add column token_expires_at timestamp(6) with time zone;
alter table linking add column token_expires_at timestamp(6) with time zone;

-- The phone number of a linking once it was read: from then on its webhooks are the number's, before the number is ours.
alter table linking add column display_phone_number varchar(20);
