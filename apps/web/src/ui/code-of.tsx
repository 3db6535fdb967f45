const SHOWN = 8;

/** Somebody by the end of their id, where their name is not to be read: the same letters on every screen. */
export function CodeOf({ id }: { readonly id: string }) {
  return <code dir="ltr">{id.slice(-SHOWN)}</code>;
}
