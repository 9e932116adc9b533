import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { cx } from "../../components/class-names.ts";
import { Link } from "../../components/link/link.tsx";
import { Tooltip } from "../../components/tooltip/tooltip.tsx";
import { Brand } from "./brand.tsx";
import { OrganizationSwitcher } from "./switcher.tsx";
import { type Place, type PlaceSection, useNavigation } from "./use-navigation.ts";
import { UserMenu } from "./user-menu.tsx";

/** The place that an address belongs to: the longest that it starts with, by whole segments. */
export function currentPlace(sections: readonly PlaceSection[], path: string): string | undefined {
  const hits = sections
    .flatMap(({ places }) => places.map(({ to }) => to))
    .filter((to) => path === to || (to !== "/" && path.startsWith(`${to}/`)));
  return hits.sort((a, b) => b.length - a.length)[0];
}

/** The navigation of the console. As a rail it shows icons with tooltips. */
export function Sidebar({ rail = false }: { readonly rail?: boolean }) {
  const sections = useNavigation();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const current = currentPlace(sections, path);
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    if (current === undefined) return;
    list.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className={cx("flex h-12 shrink-0 items-center", rail ? "justify-center" : "px-4")}>
        <Brand rail={rail} />
      </div>
      <div className={cx("px-2 pb-1", rail && "flex justify-center")}>
        <OrganizationSwitcher rail={rail} />
      </div>
      <nav ref={list} aria-label="Main" className="min-h-0 grow overflow-y-auto px-2 pb-4">
        {sections.map(({ key, label, places }) => (
          <Section key={key} label={label} rail={rail}>
            {places.map((place) => (
              <Item key={place.to} place={place} current={place.to === current} rail={rail} />
            ))}
          </Section>
        ))}
      </nav>
      <div className="shrink-0 border-border-subtle border-t p-2">
        <UserMenu rail={rail} />
      </div>
    </div>
  );
}

function Section({
  label,
  rail,
  children,
}: {
  readonly label: string | null;
  readonly rail: boolean;
  readonly children: React.ReactNode;
}) {
  return (
    <section aria-label={label ?? "Start"} className="mt-3 first:mt-2">
      {label === null || rail ? null : (
        <p aria-hidden className="truncate px-2.5 pb-1 font-medium text-caption text-text-tertiary">
          {label}
        </p>
      )}
      {rail && label !== null ? (
        <div aria-hidden className="mx-2 mb-3 h-px bg-border-subtle" />
      ) : null}
      <ul className="flex list-none flex-col gap-0.5">{children}</ul>
    </section>
  );
}

function Item({
  place,
  current,
  rail,
}: {
  readonly place: Place;
  readonly current: boolean;
  readonly rail: boolean;
}) {
  const { icon: Icon, label, to } = place;
  const link = (
    <Link
      to={to}
      look="quiet"
      aria-current={current ? "page" : undefined}
      data-nav-current={current ? "" : undefined}
      aria-label={rail ? label : undefined}
      className={cx(
        "focus-inset relative flex h-8 items-center gap-2.5 rounded-control text-dense pointer-coarse:h-11",
        rail ? "justify-center" : "px-2.5",
        current
          ? "bg-fill-selected font-medium text-accent-text before:absolute before:inset-y-1.5 before:start-0 before:w-0.5 before:rounded-full before:bg-accent-text"
          : "text-text-secondary hover:bg-fill-hover hover:text-text",
      )}
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
      {rail ? null : <span className="truncate">{label}</span>}
    </Link>
  );
  return (
    <li>
      {rail ? (
        <Tooltip text={label} side="right">
          {link}
        </Tooltip>
      ) : (
        link
      )}
    </li>
  );
}
