import type { ReactNode } from "react";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Tabs } from "../../components/tabs/tabs.tsx";
import { usePlace } from "../../lib/place.ts";
import { type SettingsPage, settingsPages } from "../../lib/settings-pages.ts";

/** The frame of a page about oneself: title, tabs, content. */
export function SettingsFrame({
  current,
  title,
  meta,
  children,
}: {
  readonly current: SettingsPage;
  readonly title: string;
  readonly meta?: ReactNode;
  readonly children: ReactNode;
}) {
  usePlace([{ label: "Settings", to: "/settings/account" }, { label: title }]);
  return (
    <div className="mx-auto flex max-w-detail flex-col gap-5">
      <PageHeader title={title} meta={meta} />
      <Tabs label="Settings" items={settingsPages} current={current} />
      <div className="pt-3">{children}</div>
    </div>
  );
}
