import type { Instance } from './instance.js';

/** A model under construction, by columns. */
interface Draft {
  readonly colCost: number[];
  readonly colUpper: number[];
  readonly rowLower: number[];
  readonly rowUpper: number[];
  readonly starts: number[];
  readonly indices: number[];
  readonly values: number[];
}

/** The rows of a model that let all seats of a request share one of its starts. */
export class SharedStarts {
  private readonly place = new Map<number, number>();
  private readonly visits: number[] = [];
  /** Request of each visit. */
  private readonly requests: number[] = [];

  constructor(private readonly instance: Instance) {}

  /** Stands in for the row of the edge's visit until the other rows are counted. */
  placeholder(edge: number): number {
    const visit = this.instance.edgeVisit[edge]!;
    if (!this.place.has(visit)) {
      this.place.set(visit, this.visits.length);
      this.visits.push(visit);
      this.requests.push(this.instance.edgeRequest[edge]!);
    }
    return -1 - this.place.get(visit)!;
  }

  /**
   * Each visit a variable: its seats are taken only where it takes place, and one visit of a request at most does.
   * @param draft every other row is in it
   */
  addTo(draft: Draft): void {
    const first = draft.rowUpper.length;
    draft.indices.forEach((row, k) => {
      if (row < 0) draft.indices[k] = first - 1 - row;
    });
    const distinct = [...new Set(this.requests)];
    this.requests.forEach((request, place) => {
      draft.colCost.push(0);
      draft.colUpper.push(1);
      draft.indices.push(first + place, first + this.visits.length + distinct.indexOf(request));
      draft.values.push(-this.instance.demand[request]!, 1);
      draft.starts.push(draft.indices.length);
    });
    for (let row = 0; row < this.visits.length + distinct.length; row += 1) {
      draft.rowLower.push(-Infinity);
      draft.rowUpper.push(row < this.visits.length ? 0 : 1);
    }
  }
}
