import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { DownloadAnchor } from "../../components/download/download-link.tsx";
import { DownloadProgress } from "../../components/download/download-progress.tsx";
import { useDownload } from "../../components/download/use-download.ts";
import { RadioCards } from "../../components/radio-cards/radio-cards.tsx";

type ExportFormat = "csv" | "json";

/** Where the entries that match are to be had as a file; the server streams it, from one moment. */
function exportAddress(q: string, format: ExportFormat): string {
  const search = new URLSearchParams({ format, ...(q === "" ? {} : { q }) });
  return `/api/v2/audit/export?${search}`;
}

/** Asks for the form of a file with all entries that match; the browser saves it as it arrives. */
export function ExportDialog({ q, onClose }: { readonly q: string; readonly onClose: () => void }) {
  const [format, setFormat] = useState<ExportFormat>("csv");
  const download = useDownload("audit entries");
  const isRunning = download.bytes !== undefined;
  const href = exportAddress(q, format);
  const leave = () => {
    download.stop();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={leave}
      title="Export the audit log"
      description={`${q === "" ? "All entries that you may read." : `Entries that match ${q}.`} The export leaves an entry of its own.`}
      footer={
        <>
          <Button onClick={isRunning ? download.stop : onClose}>
            {isRunning ? "Stop" : "Cancel"}
          </Button>
          <DownloadAnchor
            href={href}
            download={download}
            variant="primary"
            onPlainClick={() => void download.start(href).then((isSaved) => isSaved && onClose())}
          >
            Export entries
          </DownloadAnchor>
        </>
      }
    >
      {isRunning ? (
        <DownloadProgress download={download} />
      ) : (
        <RadioCards
          label="Format"
          value={format}
          onChange={setFormat}
          options={[
            { value: "csv", label: "CSV", description: "A table, for spreadsheets." },
            { value: "json", label: "JSON", description: "A list of entries, for programs." },
          ]}
        />
      )}
    </Dialog>
  );
}
