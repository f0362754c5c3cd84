-- Turns of one conversation are handled one after the other, by one process at a time, and an answer that could not be delivered yet
-- waits here instead of being worked out again.

alter table inbox
  -- Channel, address and user in one opaque value: what is handled in order.
  add column conversation text not null default '',
  -- Nobody else handles the turn until then; past it the process that had it is taken for dead.
  add column claimed_until timestamptz,
  -- Not before then, when a platform asked to wait.
  add column not_before timestamptz,
  -- The finished answer, kept only between a failed delivery and the next one.
  add column undelivered jsonb;

create index inbox_open on inbox (conversation, id) where state = 'received';
