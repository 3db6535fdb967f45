/**
 * Does the work when the answer is on its way: neither what it takes to write a letter nor what a mail server or a gateway
 * takes may tell whether anybody has the address.
 */
export function afterwards(work: () => Promise<void>, failed: (error: Error) => void): void {
  setImmediate(() => {
    work().catch(failed);
  });
}
