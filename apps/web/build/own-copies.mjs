/**
 * A service worker is one file, which browsers load as a plain script: what it shares with the pages is built into it once
 * more, rather than into a file that it would have to import.
 * @param {string} entry
 */
export function ownCopies(entry) {
  return {
    name: 'own-copies',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (importer !== entry && !importer?.endsWith('?own')) return null;
      const resolved = await this.resolve(source, importer.replace(/\?own$/, ''), { skipSelf: true });
      return resolved && `${resolved.id}?own`;
    },
  };
}
