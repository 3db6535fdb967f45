import { meaningOfConstraint } from '#database';
import { defineErrors } from '#platform';

export const communityError = defineErrors({
  'name-taken': [409, 'There is already one with this name'],
  'code-taken': [409, 'There is already one with this code'],
  'still-used': [409, 'Something points to it still: it stays'],
  'organisation-closed': [409, 'This organisation has ended: it takes nobody new'],
  'unknown-organisation': [422, 'The organisation named here does not exist in this community'],
  'unknown-zone': [422, 'A zone named here does not exist in this community'],
  'unknown-municipality': [422, 'A municipality named here does not exist in this community'],
  'unknown-credential-type': [422, 'A credential type named here does not exist in this community'],
  'no-timebank': [422, 'This community has no time bank: all help is a gift'],
  'policy-in-the-past': [422, 'A policy takes effect today or later; the past keeps the rules it had'],
});

meaningOfConstraint('organisation_community_id_name_key', () => communityError('name-taken'));
meaningOfConstraint('municipality_community_id_name_key', () => communityError('name-taken'));
meaningOfConstraint('zone_community_id_municipality_id_name_key', () => communityError('name-taken'));
meaningOfConstraint('category_community_id_code_key', () => communityError('code-taken'));
meaningOfConstraint('credential_type_community_id_code_key', () => communityError('code-taken'));
