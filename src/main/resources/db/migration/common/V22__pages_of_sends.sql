-- The sends of a person in the order in which a conversation shows them; whoever asks for the person alone is served as before.
create index send_conversation on send (phone_number_id, contact, accepted_at, id);
drop index send_person;
