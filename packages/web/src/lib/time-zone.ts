const storageKey = "gh.time-zone";

/** In which zone times are shown: that of the device, or UTC. A choice of this browser alone. */
export type TimeZoneChoice = "device" | "utc";

/** The stored choice; the device's zone without one. */
export function timeZoneChoice(): TimeZoneChoice {
  return localStorage.getItem(storageKey) === "utc" ? "utc" : "device";
}

/** Keeps a choice; what is drawn from now on follows it. */
export function chooseTimeZone(choice: TimeZoneChoice): void {
  if (choice === "device") localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, choice);
}

/** The zone for the formats of `Intl`, as an option that is absent where the device's own is meant. */
export function shownZone(): { readonly timeZone?: "UTC" } {
  return timeZoneChoice() === "utc" ? { timeZone: "UTC" } : {};
}
