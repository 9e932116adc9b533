import { useDelayed } from "../../lib/use-delayed.ts";
import { Button } from "../button/button.tsx";
import { Dialog } from "../dialog/dialog.tsx";
import { Progress } from "../progress/progress.tsx";
import type { Download } from "./use-download.ts";

/** "640 KB", "12.4 MB": with decimals from a megabyte on. */
export function bytesText(bytes: number): string {
  const kilobytes = bytes / 1_000;
  if (kilobytes < 1_000) return `${Math.round(kilobytes)} KB`;
  return `${(kilobytes / 1_000).toLocaleString("en-GB", { maximumFractionDigits: 1 })} MB`;
}

/** How much of a file arrived; its length is not known before the end. */
export function DownloadProgress({ download: { what, bytes } }: { readonly download: Download }) {
  if (bytes === undefined) return null;
  return (
    <div className="flex flex-col gap-2">
      <Progress label={`Export of ${what}`} />
      <p className="text-dense text-text-secondary tabular-nums">{bytesText(bytes)} so far</p>
    </div>
  );
}

/** Lies over the page while a file is on its way for longer than a moment, and stops it. */
export function DownloadDialog({ download }: { readonly download: Download }) {
  const isShown = useDelayed(download.bytes !== undefined, 400);
  return (
    <Dialog
      open={isShown}
      onOpenChange={download.stop}
      title={`Exporting ${download.what}`}
      footer={<Button onClick={download.stop}>Stop</Button>}
    >
      <DownloadProgress download={download} />
    </Dialog>
  );
}
