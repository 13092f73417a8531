-- Whether a linking brought a number that nobody had before: given up before everybody knows of it, it takes the number with it.
alter table linking add column brought boolean default false not null;
