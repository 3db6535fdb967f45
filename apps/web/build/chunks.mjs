/**
 * Which modules come in one file. Each file costs a slow line a way there and back, and a browser asks for six at a
 * time; left to itself the bundler makes one of every small part that two screens share.
 * @param app the page of the application @param others the other pages: they stay small and load nothing of it
 * @param controls the parts that bring a library of their own, which not every screen needs
 */
export function chunks(app, others, controls) {
  let known;
  const reach = (graph) =>
    (known ??= {
      inside: reached([app], graph),
      outside: reached(others, graph),
      large: reached(controls, graph),
    });
  const ofAll = (id, graph) => {
    const { inside, outside } = reach(graph);
    return id.startsWith('\0') || (inside.has(id) && outside.has(id)) ? 'base' : null;
  };
  const ofFrame = (id, graph) => {
    const { inside, outside } = reach(graph);
    if (id.endsWith('.css') || outside.has(id)) return null;
    const small = PARTS.test(id) && !controls.some((one) => reached([id], graph).has(one));
    return small || inside.has(id) ? 'frame' : null;
  };
  const ofControls = (id, graph) => (PARTS.test(id) || reach(graph).large.has(id) ? 'controls' : null);
  return {
    minShareCount: 2,
    groups: [
      // What a group takes brings what it imports, so the first ones take before.
      { name: ofAll, debugName: 'base', priority: 3 },
      { name: ofFrame, debugName: 'frame', priority: 2 },
      { name: ofControls, debugName: 'controls', priority: 1 },
    ],
  };
}

/** What many screens are made of. */
const PARTS = /[\\/]src[\\/](ui[\\/]|api[\\/]use-act)/;

/** Everything that these import, and what that imports, without what is only loaded later. */
function reached(from, graph) {
  const found = new Set(from);
  for (const id of found) for (const one of graph.getModuleInfo(id)?.importedIds ?? []) found.add(one);
  return found;
}
