export { getUserAppearance, updateUserAppearance } from "./appearance.ts";
export { getUserPreferences, updateUserPreferences } from "./preferences.ts";
