import { useQuery } from '@tanstack/react-query';
import { profileQuery, waysQuery } from '../api/helper-queries.js';
import { useNames } from '../app/session.js';
import { Choice } from '../ui/choice.js';
import { Group, type Wrong } from '../ui/field.js';
import { duration } from '../words/time.js';
import { t } from '../words/words.js';
import { ReachMap } from './reach-map.js';
import { placesReached, type Going, type ReachedPlace } from './reach.rules.js';

/** In which municipalities one helps: all that are near, or some of them; with the map of both. */
export function Places({
  memberId,
  going,
  some,
  wrongs,
  chooseSome,
  onChange,
}: {
  readonly memberId: string;
  readonly going: Going;
  /** Only in some, also while none is chosen yet. */
  readonly some: boolean;
  readonly wrongs: readonly Wrong[];
  readonly chooseSome: (some: boolean) => void;
  readonly onChange: (municipalityIds: string[]) => void;
}) {
  const { municipalities } = useNames();
  const { data: profile } = useQuery(profileQuery(memberId));
  const { data: ways = [] } = useQuery({ ...waysQuery(profile?.zoneId ?? ''), enabled: Boolean(profile) });
  const places = placesReached(municipalities, profile?.zoneId, ways, going);
  const { municipalityIds, maxTravelMinutes } = going;
  const toggle = (id: string) =>
    onChange(
      municipalityIds.includes(id) ? municipalityIds.filter((one) => one !== id) : [...municipalityIds, id],
    );
  return (
    <>
      <Group id="places" label={t('offers.places')} wrongs={wrongs}>
        <div className="choices two">
          {([false, true] as const).map((value) => (
            <Choice
              key={String(value)}
              kind="radio"
              name="places"
              value={String(value)}
              label={value ? t('offers.someOnly') : t('offers.everywhere')}
              hint={
                value
                  ? t('offers.someHint')
                  : t('offers.everywhereHint', { minutes: duration(maxTravelMinutes) })
              }
              chosen={some === value}
              onChoose={() => chooseSome(value)}
            />
          ))}
        </div>
        {some ? (
          <div className="choices two">
            {places.map((place) => (
              <Choice
                key={place.id}
                kind="checkbox"
                name="municipalityIds"
                value={place.id}
                label={place.name}
                hint={wayTo(place)}
                chosen={municipalityIds.includes(place.id)}
                onChoose={toggle}
              />
            ))}
          </div>
        ) : null}
      </Group>
      <ReachMap places={some && municipalityIds.length === 0 ? places.map(leftOut) : places} />
    </>
  );
}

const leftOut = (place: ReachedPlace): ReachedPlace =>
  place.reach === 'in' ? { ...place, reach: 'left-out' } : place;

function wayTo({ home, minutes, reach }: ReachedPlace): string | undefined {
  if (home) return t('offers.home');
  if (minutes === undefined) return undefined;
  return reach === 'far' ? t('offers.tooFar', { minutes: duration(minutes) }) : duration(minutes);
}
