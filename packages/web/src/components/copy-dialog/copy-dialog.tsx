import type { RefusedCopy } from "../../lib/clipboard.ts";
import { copyKeys } from "../../lib/platform.ts";
import { CopyField } from "../code/code.tsx";
import { Dialog } from "../dialog/dialog.tsx";

/** Shows a text that the browser did not let the page copy. It is selected, so that the keys copy it. */
export function CopyDialog({
  copy,
  onClose,
}: {
  readonly copy: RefusedCopy;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      wide
      title={`Press ${copyKeys} to copy`}
      description="The browser lets a page copy by itself over HTTPS only. The text is selected."
    >
      <CopyField secret value={copy.text} label={copy.what} />
    </Dialog>
  );
}
