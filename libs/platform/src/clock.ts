/** Business time. Injected everywhere; the database's own now() is for leases alone. */
export abstract class Clock {
  abstract now(): Date;

  /** What this machine's own clock says: for what people's devices work out by theirs, which nobody here can move. */
  machineNow(): Date {
    return new Date();
  }
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** A clock that can be moved forward: for the demonstration and the tests. */
export class MovableClock extends Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  get offset(): number {
    return this.offsetMs;
  }

  setOffset(offsetMs: number): void {
    this.offsetMs = offsetMs;
  }

  moveTo(instant: Date): void {
    this.offsetMs = instant.getTime() - Date.now();
  }

  advanceMinutes(minutes: number): void {
    this.offsetMs += minutes * 60_000;
  }
}
