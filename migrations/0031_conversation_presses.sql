-- Two presses of one button within a moment are one press.

alter table inbox
  -- Which button of which message was pressed, as one opaque value; null for everything else.
  add column press text;

create index inbox_presses on inbox (conversation, press, received_at) where press is not null;
