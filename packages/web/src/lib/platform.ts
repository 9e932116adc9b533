/** Whether the keyboard has ⌘ where others have Ctrl. */
export const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The keys that copy a selected text. */
export const copyKeys = isApple ? "⌘C" : "Ctrl+C";
