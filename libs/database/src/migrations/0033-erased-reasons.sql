-- Why minutes moved can be erased, and nothing else of a transfer: the ledger stays as it is.
DROP TRIGGER append_only ON transfer;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON transfer FOR EACH ROW EXECUTE FUNCTION refuse_all_but_erasure();
GRANT UPDATE (reason) ON transfer TO intreccio_app;

-- Why somebody from outside decides: emptied at erasure.
GRANT UPDATE (reason) ON second_approver TO intreccio_app;

-- Reasons on record about somebody, and those they gave themselves.
DROP FUNCTION erase_audit_reasons(uuid[]);
CREATE FUNCTION erase_audit_reasons(subjects uuid[], author uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE audit_record SET reason = NULL, reason_salt = NULL
  WHERE community_id = current_community() AND reason IS NOT NULL AND subject_ids && subjects;
  UPDATE audit_record SET reason = NULL, reason_salt = NULL
  WHERE community_id = current_community() AND reason IS NOT NULL AND author IN (actor_member_id, on_behalf_of)
$$;
REVOKE ALL ON FUNCTION erase_audit_reasons FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_audit_reasons TO intreccio_app;

-- Who wrote a reason is looked for once, at their erasure.
CREATE INDEX audit_record_reasons ON audit_record (community_id, actor_member_id) WHERE reason IS NOT NULL;
CREATE INDEX transition_reasons ON transition (community_id, actor_member_id) WHERE reason IS NOT NULL;
CREATE INDEX transfer_reasons ON transfer (community_id, created_by) WHERE reason IS NOT NULL;
