/** Milliseconds of a run's parts. */
export class Timings {
  readonly all: Record<string, number> = {};

  async of<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await work();
    this.all[name] = (this.all[name] ?? 0) + Math.round(performance.now() - start);
    return result;
  }
}
