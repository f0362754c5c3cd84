-- A process that was slow has several rows whose time has come; they must not go out in one burst that the platform refuses. What was claimed
-- pays for its place here: nothing more is claimed for that tenant while more than a moment is paid ahead.
alter table outbox_paces add column spent_until timestamptz not null default now();
