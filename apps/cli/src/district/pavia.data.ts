/** Which side of the river Ticino a zone stands on. */
export type Bank = 'north' | 'south';

export interface ZoneData {
  readonly name: string;
  readonly lat: number;
  readonly lng: number;
  readonly bank: Bank;
}

export interface MunicipalityData {
  readonly name: string;
  readonly istat: string;
  readonly postalCode: string;
  /** Inhabitants in 2021. */
  readonly population: number;
  /** 'MM-DD', or a rule like '1st Monday of September'; null where none is known. */
  readonly patron: string | null;
  readonly zones: readonly ZoneData[];
}

export const TIME_ZONE = 'Europe/Rome';

const zone = (name: string, lat: number, lng: number, bank: Bank): ZoneData => ({ name, lat, lng, bank });
const town = (
  name: string,
  istat: string,
  postalCode: string,
  population: number,
  patron: string | null,
  zones: readonly ZoneData[],
): MunicipalityData => ({ name, istat, postalCode, population, patron, zones });

/** The 12 municipalities of the social district of Pavia; coordinates of zones are approximate centres (WGS84). */
export const MUNICIPALITIES: readonly MunicipalityData[] = [
  town('Pavia', '018110', '27100', 70_971, '12-09', [
    zone('Centro', 45.1853, 9.1555, 'north'),
    zone('Città Giardino', 45.2005, 9.1645, 'north'),
    zone('Borgo Ticino', 45.1767, 9.1493, 'south'),
    zone('Vallone', 45.1935, 9.1795, 'north'),
    zone('Mirabello', 45.2165, 9.1685, 'north'),
    zone('Pavia Ovest', 45.1925, 9.1365, 'north'),
    zone('Cravino', 45.2015, 9.1335, 'north'),
    zone('San Pietro in Verzolo', 45.1815, 9.183, 'north'),
  ]),
  town('Cava Manara', '018041', '27051', 6_619, '1st Monday of September', [
    zone('Cava Manara', 45.139, 9.107, 'south'),
    zone('Mezzana Corti', 45.1215, 9.1185, 'south'),
    zone('Tre Re', 45.146, 9.118, 'south'),
  ]),
  town('San Martino Siccomario', '018137', '27028', 6_411, '11-11', [
    zone('San Martino', 45.157, 9.135, 'south'),
    zone('Bivio Vela', 45.149, 9.127, 'south'),
  ]),
  town('Travacò Siccomario', '018162', '27020', 4_463, '2nd Monday of September', [
    zone('Rotta', 45.152, 9.162, 'south'),
    zone('Mezzano', 45.146, 9.196, 'south'),
    zone('Battella', 45.139, 9.176, 'south'),
  ]),
  town('San Genesio ed Uniti', '018135', '27010', 4_006, 'last Sunday of August', [
    zone('San Genesio', 45.233, 9.18, 'north'),
    zone('Ponte Carate', 45.2275, 9.1665, 'north'),
    zone('Due Porte', 45.2255, 9.1905, 'north'),
  ]),
  town('Zinasco', '018190', '27030', 3_120, '01-17', [
    zone('Zinasco Vecchio', 45.128, 9.028, 'south'),
    zone('Zinasco Nuovo', 45.135, 9.021, 'south'),
    zone('Sairano', 45.1085, 9.0125, 'south'),
  ]),
  town("Torre d'Isola", '018159', '27020', 2_385, null, [
    zone("Torre d'Isola", 45.217, 9.076, 'north'),
    zone('Massaua', 45.2125, 9.1045, 'north'),
    zone('Santa Sofia', 45.2015, 9.1085, 'north'),
  ]),
  town('Zerbolò', '018189', '27020', 1_681, '08-24', [
    zone('Zerbolò', 45.207, 9.014, 'south'),
    zone('Parasacco', 45.2215, 8.9905, 'south'),
  ]),
  town('Carbonara al Ticino', '018030', '27020', 1_416, '3rd Sunday of October', [
    zone('Carbonara al Ticino', 45.165, 9.059, 'south'),
  ]),
  town('Sommo', '018151', '27048', 1_152, 'last Sunday of August', [zone('Sommo', 45.132, 9.084, 'south')]),
  town("Villanova d'Ardenghi", '018179', '27030', 767, '07-25', [
    zone("Villanova d'Ardenghi", 45.171, 9.043, 'south'),
  ]),
  town('Mezzana Rabattone', '018091', '27030', 461, '3rd Sunday of October', [
    zone('Mezzana Rabattone', 45.095, 9.032, 'south'),
  ]),
];

/** A zone with its place in the lists: `index` counts over all zones, `municipality` over MUNICIPALITIES. */
export interface Zone extends ZoneData {
  readonly index: number;
  readonly municipality: number;
}

export const ZONES: readonly Zone[] = MUNICIPALITIES.flatMap(({ zones }, municipality) =>
  zones.map((data) => ({ ...data, municipality })),
).map((data, index) => ({ ...data, index }));
