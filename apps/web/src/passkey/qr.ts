import { encode } from 'uqr';

/** The quiet zone that readers need, in modules. */
const BORDER = 4;

/** A QR code as the path of an SVG picture whose unit is one module. */
export interface QrPicture {
  readonly size: number;
  readonly path: string;
}

export function qrOf(text: string): QrPicture {
  const { size, data } = encode(text, { ecc: 'M', border: BORDER });
  const dark = data.flatMap((row, y) => row.flatMap((module, x) => (module ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: dark.join('') };
}
