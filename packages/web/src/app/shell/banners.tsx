import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { deploymentAppearanceQuery } from "../../lib/queries.ts";
import { storage } from "../../lib/storage.ts";

/** Black or white, whichever stands out on a colour (WCAG luminance). */
export function contrastText(background: string): "#000000" | "#ffffff" {
  const channels = [1, 3, 5].map((at) => Number.parseInt(background.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? "#000000" : "#ffffff";
}

/** An address in a text, without the punctuation of the sentence around it. */
const address = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]'])/;

/** Announcements of the operator: plain text and links, each dismissible in this browser. */
export function Banners() {
  const { data } = useQuery(deploymentAppearanceQuery);
  const banners = (data?.announcement_banners ?? []).filter(
    ({ enabled, message }) => enabled && message !== undefined,
  );
  return (
    <>
      {banners.map(({ message = "", background_color: color = "#004852" }) => (
        <Announcement key={message} text={message} color={color} />
      ))}
    </>
  );
}

function Announcement({ text, color }: { readonly text: string; readonly color: string }) {
  const key = `gh.banner.${text}`;
  const [gone, setGone] = useState(() => storage.get(key) !== null);
  if (gone) return null;
  const background = /^#[0-9a-f]{6}$/i.test(color) ? color : "#004852";
  return (
    <aside
      aria-label="Announcement"
      className="flex items-center gap-3 px-gutter py-1.5 text-dense"
      style={{ background, color: contrastText(background) }}
    >
      <p className="min-w-0 grow">
        {text.split(address).map((part, at) =>
          at % 2 === 0 ? (
            part
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text do not change places
            <a key={at} href={part} target="_blank" rel="noreferrer" className="underline">
              {part}
            </a>
          ),
        )}
      </p>
      <button
        type="button"
        aria-label="Dismiss the announcement"
        className="flex size-6 shrink-0 items-center justify-center rounded-control"
        onClick={() => {
          storage.set(key, "1");
          setGone(true);
        }}
      >
        <X aria-hidden size={14} strokeWidth={1.75} />
      </button>
    </aside>
  );
}
