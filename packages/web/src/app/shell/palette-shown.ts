let open: () => void = () => undefined;

/** Tells how the palette of this frame is opened. */
export function onShowPalette(how: () => void): void {
  open = how;
}

/** Opens the palette from a page within the frame. */
export function showPalette(): void {
  open();
}
