import type { VisionChoice } from "../../lib/look-settings.ts";

/** A small picture of the console in its own colours: a page with a heading, three statuses and a button. */
export function Thumbnail({
  schemes,
  vision,
}: {
  /** One half of the picture for each. */
  readonly schemes: readonly ("light" | "dark")[];
  readonly vision: VisionChoice;
}) {
  return (
    <span
      aria-hidden
      className="mt-1 flex h-16 w-32 max-w-full overflow-hidden rounded-control border"
    >
      {schemes.map((scheme) => (
        <span
          key={scheme}
          data-theme={scheme}
          {...(vision === "standard" ? {} : { "data-vision": vision })}
          className="flex min-w-0 grow basis-0 flex-col justify-between bg-canvas p-2"
        >
          <span className="h-1.5 w-2/3 rounded-full bg-text" />
          <span className="flex gap-1">
            <span className="size-2 rounded-full bg-success-solid" />
            <span className="size-2 rounded-full bg-warning-solid" />
            <span className="size-2 rounded-full bg-danger-solid" />
          </span>
          <span className="h-3 w-8 max-w-full rounded-small bg-accent" />
        </span>
      ))}
    </span>
  );
}
