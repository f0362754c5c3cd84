-- Everything of one person, whatever became of it: without it a recipient's right to read a nudge is found among all notices of all people,
-- and so is what goes when a person is deleted.
create index notices_of_person on notices (person_id, subject);
