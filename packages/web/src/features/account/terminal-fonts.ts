/** The fonts for terminals that can be chosen. A font comes when it is chosen: nobody waits for one that is not used. */
export const terminalFonts = [
  {
    value: "geist-mono",
    label: "Geist Mono",
    family: "Geist Mono Variable",
    load: () => import("@fontsource-variable/geist-mono/wght.css"),
  },
  {
    value: "ibm-plex-mono",
    label: "IBM Plex Mono",
    family: "IBM Plex Mono",
    load: () => import("@fontsource/ibm-plex-mono/400.css"),
  },
  {
    value: "fira-code",
    label: "Fira Code",
    family: "Fira Code Variable",
    load: () => import("@fontsource-variable/fira-code/wght.css"),
  },
  {
    value: "source-code-pro",
    label: "Source Code Pro",
    family: "Source Code Pro Variable",
    load: () => import("@fontsource-variable/source-code-pro/wght.css"),
  },
  // The console's own, which is here already.
  {
    value: "jetbrains-mono",
    label: "JetBrains Mono",
    family: "JetBrains Mono Variable",
    load: undefined,
  },
] as const;
