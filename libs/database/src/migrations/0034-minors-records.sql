-- A guardian's yes is to one purpose: that the minor gives time, or that there is a record of their own, in which they sign
-- in and choose. The second is asked for below the age from which minors consent for themselves.
ALTER TABLE minor_consent ADD COLUMN purpose text NOT NULL DEFAULT 'volunteering'
  CHECK (purpose IN ('volunteering', 'record'));
DROP INDEX minor_consent_member;
CREATE INDEX minor_consent_member ON minor_consent (community_id, member_id, purpose, valid_until);

-- Under which guardian's consent the desk recorded a minor's word: the guardian's name goes with the consent, in its time.
ALTER TABLE privacy_choice ADD COLUMN consent_id uuid;

-- From which age on minors consent for themselves on a day: the policy consentAgeYears, and its default.
CREATE FUNCTION consent_age_years(on_day date) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT (p.value #>> '{}')::integer FROM community_policy p
    WHERE p.community_id = current_community() AND p.key = 'consentAgeYears' AND p.valid_from <= on_day
    ORDER BY p.valid_from DESC LIMIT 1), 14)
$$;

-- The last day to which a minor's guardians agree from a day on, to all that is asked of them at that age; null when they
-- do not. A consent to the record is needed to the day before the age of consent alone.
CREATE FUNCTION consented_until(member uuid, adult_on date, on_day date) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN max(k.valid_until) FILTER (WHERE k.purpose = 'volunteering') IS NULL THEN NULL
    WHEN on_day >= a.alone_on THEN max(k.valid_until) FILTER (WHERE k.purpose = 'volunteering')
    WHEN max(k.valid_until) FILTER (WHERE k.purpose = 'record') IS NULL THEN NULL
    WHEN max(k.valid_until) FILTER (WHERE k.purpose = 'record') >= a.alone_on - 1
      THEN max(k.valid_until) FILTER (WHERE k.purpose = 'volunteering')
    ELSE least(max(k.valid_until) FILTER (WHERE k.purpose = 'record'), max(k.valid_until) FILTER (WHERE k.purpose = 'volunteering'))
    END
  FROM (SELECT (adult_on - make_interval(years => 18 - consent_age_years(on_day)))::date AS alone_on) a
  LEFT JOIN minor_consent k ON k.community_id = current_community() AND k.member_id = member AND k.withdrawn_at IS NULL
    AND k.given_on <= on_day AND k.valid_until >= on_day
  GROUP BY a.alone_on
$$;

-- Whether a member may give time on a day: of age, or with the consents of a guardian that hold.
CREATE OR REPLACE FUNCTION may_give_time(member uuid, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT m.adult_on IS NULL OR m.adult_on <= on_day OR consented_until(m.id, m.adult_on, on_day) IS NOT NULL
  FROM member m WHERE m.community_id = current_community() AND m.id = member
$$;
