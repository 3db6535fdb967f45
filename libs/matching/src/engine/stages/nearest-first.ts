/** A binary heap of nodes by distance; a node may lie in it more than once. */
export class NearestFirst {
  private readonly nodes: number[] = [];
  private readonly keys: number[] = [];

  get isEmpty(): boolean {
    return this.nodes.length === 0;
  }

  get node(): number {
    return this.nodes[0]!;
  }

  get distance(): number {
    return this.keys[0]!;
  }

  clear(): void {
    this.nodes.length = 0;
    this.keys.length = 0;
  }

  push(node: number, key: number): void {
    const { nodes, keys } = this;
    let at = nodes.length;
    nodes.push(node);
    keys.push(key);
    while (at > 0) {
      const up = (at - 1) >>> 1;
      if (keys[up]! <= key) break;
      nodes[at] = nodes[up]!;
      keys[at] = keys[up]!;
      at = up;
    }
    nodes[at] = node;
    keys[at] = key;
  }

  pop(): void {
    const { nodes, keys } = this;
    const node = nodes.pop()!;
    const key = keys.pop()!;
    const size = nodes.length;
    if (size === 0) return;
    let at = 0;
    for (let down = 1; down < size; down = 2 * at + 1) {
      if (down + 1 < size && keys[down + 1]! < keys[down]!) down += 1;
      if (keys[down]! >= key) break;
      nodes[at] = nodes[down]!;
      keys[at] = keys[down]!;
      at = down;
    }
    nodes[at] = node;
    keys[at] = key;
  }
}
