/** The pages about oneself, in the order of their tabs. */
export const settingsPages = [
  { key: "account", label: "Account", to: "/settings/account" },
  { key: "security", label: "Security", to: "/settings/security" },
  { key: "ssh-key", label: "SSH key", to: "/settings/ssh-key" },
  { key: "appearance", label: "Appearance", to: "/settings/appearance" },
  { key: "preferences", label: "Preferences", to: "/settings/preferences" },
  { key: "tokens", label: "Tokens", to: "/settings/tokens" },
  { key: "sessions", label: "Sessions", to: "/settings/sessions" },
] as const;

/** A page about oneself. */
export type SettingsPage = (typeof settingsPages)[number]["key"];
