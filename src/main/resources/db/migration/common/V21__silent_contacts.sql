-- When the contacts that Meta promised were given up; null while they were not, and when they came after all.
alter table number_sync add column contacts_silent timestamp(6) with time zone;
