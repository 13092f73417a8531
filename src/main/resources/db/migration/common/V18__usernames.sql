-- What a person who hides the phone number is called in WhatsApp; Meta tells it beside a message.
alter table conversation add column username varchar(300);
