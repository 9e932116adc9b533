import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { DownloadLink } from "../../components/download/download-link.tsx";
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
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Export the audit log"
      description={`${q === "" ? "All entries that you may read." : `Entries that match ${q}.`} The export leaves an entry of its own.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <DownloadLink
            href={exportAddress(q, format)}
            what="audit entries"
            variant="primary"
            onStart={onClose}
          >
            Export entries
          </DownloadLink>
        </>
      }
    >
      <RadioCards
        label="Format"
        value={format}
        onChange={setFormat}
        options={[
          { value: "csv", label: "CSV", description: "A table, for spreadsheets." },
          { value: "json", label: "JSON", description: "A list of entries, for programs." },
        ]}
      />
    </Dialog>
  );
}
