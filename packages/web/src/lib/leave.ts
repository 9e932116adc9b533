let leaving = false;

/** Whether the page is being left for good, so that nobody asks about what is not saved. */
export function isLeaving(): boolean {
  return leaving;
}

/** Leaves for an address with a full load, whatever is not saved: it is not this person's any more. */
export function leaveFor(address: string): void {
  leaving = true;
  location.assign(address);
}
