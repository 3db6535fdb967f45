-- What a person was told and said: per purpose the notice's version and language, by whom, and whether it was taken back.
CREATE TABLE privacy_choice (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  purpose text NOT NULL,
  given boolean NOT NULL,
  legal_basis text NOT NULL,
  notice_version integer NOT NULL CHECK (notice_version >= 1),
  language text NOT NULL,
  recorded_by uuid NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, recorded_by) REFERENCES member (community_id, id)
);
CREATE INDEX privacy_choice_member ON privacy_choice (community_id, member_id, purpose, id);
CALL protect_table('privacy_choice', 'SELECT, INSERT');
CALL make_append_only('privacy_choice');

-- Free text can be erased where the record itself stays for good: a reason may be emptied, and nothing else changed.
CREATE FUNCTION refuse_all_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.reason IS NOT NULL AND NEW.reason IS NULL THEN
    NEW.reason := OLD.reason;
    IF NEW IS NOT DISTINCT FROM OLD THEN
      NEW.reason := NULL;
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = '23001';
END $$;
DROP TRIGGER append_only ON transition;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON transition FOR EACH ROW EXECUTE FUNCTION refuse_all_but_erasure();
GRANT UPDATE (reason) ON transition TO intreccio_app;

-- The records of reads belong to nobody but `append_audit`; their reasons are emptied through this alone.
CREATE FUNCTION erase_audit_reasons(subjects uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE audit_record SET reason = NULL
  WHERE community_id = current_community() AND reason IS NOT NULL AND subject_ids && subjects
$$;
REVOKE ALL ON FUNCTION erase_audit_reasons FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_audit_reasons TO intreccio_app;

-- A person who belongs to no community any more signs in nowhere: the keyed hashes of their addresses go.
CREATE FUNCTION forget_person(gone uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  actor text := coalesce(current_setting('app.person', true), '');
BEGIN
  -- Memberships of other communities are seen by their own person alone.
  PERFORM set_config('app.person', gone::text, true);
  IF EXISTS (SELECT FROM member WHERE person_id = gone) THEN
    PERFORM set_config('app.person', actor, true);
    RETURN;
  END IF;
  PERFORM set_config('app.person', actor, true);
  DELETE FROM sign_in_challenge WHERE person_id = gone;
  DELETE FROM sign_in_session WHERE person_id = gone;
  UPDATE person SET email_index = NULL, phone_index = NULL WHERE id = gone;
END $$;
REVOKE ALL ON FUNCTION forget_person FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_person TO intreccio_app;

-- What nightly retention looks for.
CREATE INDEX notification_age ON notification (community_id, created_at);
CREATE INDEX request_closed ON request (community_id, closed_at) WHERE closed_at IS NOT NULL;
