import type { Row } from './bulk-writer.js';
import type { Sealer } from './sealing.js';
import type { World } from './world.js';
export function* historyRows(_world: World, _sealer: Sealer): Generator<Row> {}
