import { bool, list, map, object, oneOf, optional, text } from "../schema.ts";

/** Fonts of the terminal (spec users §7.16). */
export const terminalFonts = [
  "geist-mono",
  "ibm-plex-mono",
  "fira-code",
  "source-code-pro",
  "jetbrains-mono",
] as const;

/** Concrete themes, those that a slot of the theme mode may name. */
export const concreteThemes = [
  "dark",
  "light",
  "dark-protan-deuter",
  "light-protan-deuter",
  "dark-tritan",
  "light-tritan",
] as const;

/** How the theme follows the system (spec users §7.16). */
export const themeModes = ["sync", "single"] as const;

/** The stored appearance; empty texts where nothing was set. */
export const userAppearance = object(
  {
    theme_preference: text({ description: "Name of the theme, or empty." }),
    terminal_font: oneOf(["", ...terminalFonts], {
      name: "TerminalFontName",
      description: "Font, or empty.",
    }),
    theme_mode: oneOf(["", ...themeModes], {
      name: "ThemeMode",
      description: "How the theme is chosen.",
    }),
    theme_light: oneOf(["", ...concreteThemes], { description: "Theme of the light slot." }),
    theme_dark: oneOf(["", ...concreteThemes], { description: "Theme of the dark slot." }),
  },
  { name: "UserAppearanceSettings", description: "How the console looks to a user." },
);

/** The body of `PUT /users/{user}/appearance`. */
export const updateUserAppearanceRequest = object(
  {
    theme_preference: text({ required: true, maxLength: 64, description: "Name of the theme." }),
    terminal_font: optional(
      oneOf(terminalFonts, {
        required: true,
        description: "Font; an absent key keeps the stored one.",
      }),
    ),
    theme_mode: oneOf(themeModes, { description: "Empty leaves mode and slots unchanged." }),
    theme_light: oneOf(concreteThemes, { description: "Needed with `sync`." }),
    theme_dark: oneOf(concreteThemes, { description: "Needed with `sync`." }),
  },
  { name: "UpdateUserAppearanceSettingsRequest", description: "New appearance." },
);

/** Values of the display modes, by field (spec users §7.17). */
export const displayModes = {
  thinking_display_mode: ["auto", "preview", "always_expanded", "always_collapsed"],
  code_diff_display_mode: ["auto", "always_expanded", "always_collapsed"],
  shell_tool_display_mode: ["auto", "always_expanded", "always_collapsed"],
  agent_chat_send_shortcut: ["enter", "modifier_enter"],
} as const;

/** All preferences with their values in force. */
export const userPreferences = object(
  {
    task_notification_alert_dismissed: bool({ description: "Whether the hint was closed." }),
    thinking_display_mode: oneOf(displayModes.thinking_display_mode, {
      required: true,
      name: "ThinkingDisplayMode",
      description: "Display of thinking.",
    }),
    code_diff_display_mode: oneOf(displayModes.code_diff_display_mode, {
      required: true,
      name: "CodeDiffDisplayMode",
      description: "Display of code differences.",
    }),
    shell_tool_display_mode: oneOf(displayModes.shell_tool_display_mode, {
      required: true,
      description: "Display of shell calls.",
    }),
    agent_chat_send_shortcut: oneOf(displayModes.agent_chat_send_shortcut, {
      required: true,
      description: "Key that sends a message.",
    }),
  },
  { name: "UserPreferenceSettings", description: "A user's preferences." },
);

/** The body of `PUT /users/{user}/preferences`: absent, null and empty keep the stored value. */
export const updateUserPreferencesRequest = object(
  {
    task_notification_alert_dismissed: optional(
      bool({ description: "Whether the hint was closed." }),
    ),
    thinking_display_mode: oneOf(displayModes.thinking_display_mode, {
      description: "Empty keeps.",
    }),
    code_diff_display_mode: oneOf(displayModes.code_diff_display_mode, {
      description: "Empty keeps.",
    }),
    shell_tool_display_mode: oneOf(displayModes.shell_tool_display_mode, {
      description: "Empty keeps.",
    }),
    agent_chat_send_shortcut: oneOf(displayModes.agent_chat_send_shortcut, {
      description: "Empty keeps.",
    }),
  },
  { name: "UpdateUserPreferenceSettingsRequest", description: "Changed preferences." },
);

/** The answer of `GET /users/{user}/roles`. */
export const userRoles = object(
  {
    roles: list(text({ description: "Name of a site role." }), { description: "Site roles." }),
    organization_roles: map(
      list(text({ description: "Name of an organization role." }), {
        description: "Explicit roles.",
      }),
      { description: "Explicit roles by organization id; every readable membership appears." },
    ),
  },
  { name: "UserRoles", description: "The roles of a user." },
);
