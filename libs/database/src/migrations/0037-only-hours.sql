-- A third kind of exception: on these days at these hours alone, whatever the week says.
ALTER TABLE availability_exception DROP CONSTRAINT availability_exception_kind_check;
ALTER TABLE availability_exception ADD CONSTRAINT availability_exception_kind_check CHECK (kind IN ('away', 'extra', 'only'));
