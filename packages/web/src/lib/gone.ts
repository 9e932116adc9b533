const listeners = new Set<() => void>();

/** Listens for writes that found nothing to change: it is gone, or the access to it is. */
export function onGone(listener: () => void): void {
  listeners.add(listener);
}

/** A write found nothing. */
export function tellGone(): void {
  for (const listener of listeners) listener();
}
