/** What `verify` says in the end. */
export function verdict(communities: number, faults: number): string {
  if (faults === 0)
    return `${communities} ${communities === 1 ? 'community' : 'communities'}, every promise kept.`;
  return `${faults} ${faults === 1 ? 'promise is' : 'promises are'} broken: restore a backup, or ask for help.`;
}
