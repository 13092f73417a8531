-- Since when a number is away from its phone, null while it is linked: made of the facts beside it, so that the statement that
-- marks a send as sending can ask for it.
alter table number_connection add column away_at timestamp(6) with time zone;

update number_connection set away_at = case
  when removed_at is not null
    and not (upper(removed_reason) = 'USER_RE_REGISTERED' and coalesce(reconnected_at >= removed_at, false)) then removed_at
  when bare_removed_at is not null and not coalesce(reconnected_at >= bare_removed_at, false) then bare_removed_at
  when gone_at is not null and not coalesce(reconnected_at >= gone_at, false) then gone_at
  when offboarded_at is not null and not coalesce(reconnected_at >= offboarded_at, false) then offboarded_at
  end;
