import { roadMinutes } from '../model/contraction.js';
import type { Problem } from '../model/problem.js';
import { InvalidProblem } from '../model/problem.js';

/**
 * Approved work must be possible as it stands: no more helpers than seats, no overlap, travel and break kept between
 * consecutive visits. Work over a cap is legal: a coordinator may have overridden it.
 */
export function validateApproved(problem: Problem): void {
  const approved = problem.approved ?? [];
  const seats = new Map<number, number>();
  const byHelper = new Map<number, number[]>();
  approved.forEach(([request, helper], index) => {
    const taken = (seats.get(request) ?? 0) + 1;
    if (taken > problem.requests[request]!.needed) {
      throw new InvalidProblem(`$.approved[${index}]`, `is one helper more than requests[${request}] needs`);
    }
    seats.set(request, taken);
    const chain = byHelper.get(helper);
    if (chain) chain.push(index);
    else byHelper.set(helper, [index]);
  });
  for (const [helper, indices] of byHelper) validateChain(problem, helper, indices);
}

function validateChain(problem: Problem, helper: number, indices: readonly number[]): void {
  const request = (index: number): Problem['requests'][number] =>
    problem.requests[problem.approved![index]![0]]!;
  const timed = indices.filter((index) => typeof request(index).start === 'number');
  timed.sort((a, b) => request(a).start! - request(b).start! || a - b);
  const rest = problem.helpers[helper]!.breakMinutes ?? 0;
  for (let i = 1; i < timed.length; i += 1) {
    const [before, after] = [request(timed[i - 1]!), request(timed[i]!)];
    if (after.start! >= before.end! + roadMinutes(problem, before, after) + rest) continue;
    const later = Math.max(timed[i - 1]!, timed[i]!);
    const earlier = Math.min(timed[i - 1]!, timed[i]!);
    const how = after.start! < before.end! ? 'overlaps' : 'is too close to';
    throw new InvalidProblem(`$.approved[${later}]`, `${how} approved[${earlier}] of the same helper`);
  }
}
