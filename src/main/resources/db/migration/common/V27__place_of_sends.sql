-- Where a send stands in its conversation: when it left, and until it leaves when it was accepted.
alter table send add column placed_at timestamp(6) with time zone;
update send set placed_at = coalesce(
    (select max(t.happened_at) from send_timeline t where t.send_id = send.id and t.state = 'submitted'), accepted_at);
alter table send alter column placed_at set not null;
create index send_thread on send (phone_number_id, contact, placed_at, id);
drop index send_conversation;
