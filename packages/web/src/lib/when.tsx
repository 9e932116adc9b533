const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Year 1 and the epoch stand for "never" on the wire. */
export function isNever(iso: string): boolean {
  return new Date(iso).getTime() <= 0;
}

/** A time for lists: "just now", "3 h ago", "Tue 14:02", "12 Mar 2026"; "Never" where there is none. */
export function shortTime(iso: string, nowMs: number): string {
  if (isNever(iso)) return "Never";
  const date = new Date(iso);
  const ago = nowMs - date.getTime();
  if (Math.abs(ago) < 45_000) return "just now";
  if (ago > 0 && ago < hourMs) return `${Math.max(1, Math.round(ago / minuteMs))} min ago`;
  if (ago > 0 && ago < dayMs) return `${Math.round(ago / hourMs)} h ago`;
  if (ago > 0 && ago < 7 * dayMs) {
    const day = date.toLocaleDateString("en", { weekday: "short" });
    return `${day} ${date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`;
  }
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}

/** A time to the second in the reader's zone and in UTC, for tooltips. */
export function exactTime(iso: string): string {
  const local = new Date(iso).toLocaleString("en-GB", {
    dateStyle: "long",
    timeStyle: "long",
  });
  return `${local} · ${iso}`;
}

/** A time in short; the exact one on hover. */
export function When({ iso }: { readonly iso: string }) {
  if (isNever(iso)) return <span className="text-text-tertiary">Never</span>;
  return (
    <time dateTime={iso} title={exactTime(iso)}>
      {shortTime(iso, Date.now())}
    </time>
  );
}
