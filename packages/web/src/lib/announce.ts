type Urgency = "polite" | "assertive";

function region(urgency: Urgency): HTMLElement {
  const id = `announce-${urgency}`;
  const present = document.getElementById(id);
  if (present !== null) return present;
  const made = document.createElement("div");
  made.id = id;
  made.className = "sr-only";
  made.setAttribute("aria-live", urgency);
  document.body.append(made);
  return made;
}

/**
 * Tells assistive technology one sentence that the screen shows in another way ("47 results"). The same sentence twice
 * in a row is told twice. Polite unless something went wrong.
 */
export function announce(text: string, urgency: Urgency = "polite"): void {
  const live = region(urgency);
  // A second space makes an equal text a change, which is what gets read.
  live.textContent = live.textContent === text ? `${text}\u00a0` : text;
}
