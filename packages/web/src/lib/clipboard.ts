/**
 * Copies a text. False where the browser refuses, for example outside secure contexts (plain HTTP): the caller then
 * selects the text and asks for Ctrl+C.
 */
export async function copyText(text: string): Promise<boolean> {
  // The type says that the clipboard is always there; on plain HTTP it is not.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  if (clipboard === undefined) return false;
  try {
    await clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
