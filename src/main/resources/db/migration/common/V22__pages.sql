-- The sends of a person in the order in which a conversation shows them; whoever asks for the person alone is served as before.
create index send_conversation on send (phone_number_id, contact, accepted_at, id);
drop index send_person;

-- The key begins with the person, so that only conversation_latest begins with the number: of two indexes that do, HSQLDB takes the
-- key, and reads and sorts all conversations of the number for every page.
alter table conversation drop constraint conversation_key;
alter table conversation add constraint conversation_key primary key (contact, phone_number_id);
