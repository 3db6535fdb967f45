import { HelperProfileEntity, OfferEntity, OffersService, type OfferFacts } from '#availability';
import { CommunityService, PolicyService } from '#communities';
import { ExchangesService } from '#ledger';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper } from '../builders/people.builder.js';
import { RequestScene } from '../builders/requests.scene.js';
import { codeOf } from '../support/refusals.js';

const scene = new RequestScene();
let family: BuiltFamily;
let helper: BuiltHelper;

beforeAll(async () => {
  await scene.open([HelperProfileEntity, OfferEntity]);
});
afterAll(() => scene.close());
beforeEach(async () => {
  const { uow, codec, clock } = scene.world;
  scene.people = await buildCommunity(uow, codec, clock);
  family = await scene.people.family();
  helper = await scene.people.helper();
});

const setTimebank = async (value: boolean) =>
  new PolicyService(scene.world.uow).setPolicy(await scene.people.administrator(), {
    key: 'timebank',
    value,
    validFrom: scene.people.day(0),
  });
const ask = (regimes: ('volunteer' | 'timebank')[]) =>
  scene.requests.createRequest(family.actor, scene.asking(family, { regimes }));
const offer = (regime: 'volunteer' | 'timebank'): OfferFacts => ({
  regime,
  categoryIds: [scene.people.facts.categories.errands],
  subjects: [],
  languages: ['it'],
  ageBands: ['6-10'],
  mobility: [],
  maxTravelMinutes: 20,
  municipalityIds: [],
  seats: {},
  weeklyMinutes: null,
});

describe('a community without a time bank', () => {
  test('says so to its members, and has one unless it says otherwise', async () => {
    const read = () => new CommunityService(scene.world.uow).readCommunity(family.actor);
    expect((await read()).timebank).toBe(true);
    await setTimebank(false);
    expect((await read()).timebank).toBe(false);
  });

  test('takes no request that would be paid with hours, and no such change; what was asked for before goes on', async () => {
    const before = await ask(['timebank']);
    await setTimebank(false);
    expect(await codeOf(ask(['timebank']))).toBe('no-timebank');
    expect(await codeOf(ask(['volunteer', 'timebank']))).toBe('no-timebank');
    const gift = await ask(['volunteer']);
    const edit = (id: string, version: number, patch: object) =>
      codeOf(scene.requests.editRequest(family.actor, id, version, patch));
    expect(await edit(gift.id, gift.version, { regimes: ['timebank'] })).toBe('no-timebank');
    expect(await edit(before.id, before.version, { note: 'Suonare due volte' })).toBe('no error');
  });

  test('takes no offer of credited hours, and no swap', async () => {
    const offers = new OffersService(scene.world.uow);
    await setTimebank(false);
    const make = (regime: 'volunteer' | 'timebank') =>
      codeOf(offers.createOffer(helper.actor, helper.memberId, offer(regime)));
    expect([await make('timebank'), await make('volunteer')]).toEqual(['no-timebank', 'no error']);
    expect(await codeOf(offers.editOffer(helper.actor, helper.offerId, 1, { regime: 'timebank' }))).toBe(
      'no-timebank',
    );
    const swap = new ExchangesService(scene.world.uow).record(helper.actor, {
      giverId: helper.memberId,
      receiverId: family.memberId,
      categoryId: scene.people.facts.categories.errands,
      minutes: 60,
      happenedOn: scene.people.day(0),
    });
    expect(await codeOf(swap)).toBe('no-timebank');
  });
});
