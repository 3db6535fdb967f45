import type { NewPasskeyDto, ShownPasskeyDto } from './second-factor.dto.js';

/** The parts of a browser's answer that say nothing here, as the verifying library wants to see them. */
const ALWAYS = { type: 'public-key', clientExtensionResults: {} } as const;

export const attestationOf = ({ id, response }: NewPasskeyDto) => ({ ...ALWAYS, id, rawId: id, response });
export const assertionOf = ({ id, response }: ShownPasskeyDto) => ({ ...ALWAYS, id, rawId: id, response });
