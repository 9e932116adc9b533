// Runs before the first paint, as a classic script: copies the appearance that this browser showed last onto <html>,
// so that nothing flashes. `lib/appearance.ts` writes the mirror. Imports nothing.
{
  const attributes = ["theme", "vision", "density"] as const;
  try {
    const stored: unknown = JSON.parse(localStorage.getItem("gh.appearance") ?? "{}");
    for (const name of attributes) {
      const value: unknown =
        typeof stored === "object" && stored !== null ? Reflect.get(stored, name) : undefined;
      if (typeof value === "string" && /^[a-z-]{1,20}$/.test(value)) {
        document.documentElement.dataset[name] = value;
      }
    }
  } catch {
    // Storage may be forbidden or hold anything: the system's theme it is.
  }
}
