/** The veil behind a modal layer. */
export const scrimLook = "layer-dialog fixed inset-0 animate-fade-in bg-scrim";

/** The frame of a dialog: centred, on phones at the bottom edge where thumbs are. */
export const dialogLook =
  "layer-dialog fixed start-1/2 top-1/2 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 animate-dialog-in flex-col rounded-dialog border raised shadow-dialog outline-none";

/** The line of buttons: the primary one on the right. */
export const footerLook =
  "flex flex-wrap justify-end gap-2 border-t border-border-subtle px-5 py-3.5 max-sm:flex-col-reverse max-sm:*:w-full";
