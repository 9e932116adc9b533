/** A period of budgets: from its first instant to the first instant after it. */
export interface Period {
  readonly start: Date;
  readonly end: Date;
}

/** The calendar month in UTC that an instant lies in, whatever the time zone of the machine (spec ai-prices §7.3). */
export function periodOf(instant: Date): Period {
  const year = instant.getUTCFullYear();
  const month = instant.getUTCMonth();
  return { start: new Date(Date.UTC(year, month, 1)), end: new Date(Date.UTC(year, month + 1, 1)) };
}

/** The calendar day in UTC of an instant, `YYYY-MM-DD`. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
