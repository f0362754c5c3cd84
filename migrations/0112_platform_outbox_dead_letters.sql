-- Dead letters are few among millions that arrived, and are looked at every few seconds by whoever watches over Michi.
create index outbox_dead_letters on outbox (ended_at) where state = 'failed';
