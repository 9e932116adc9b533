import { Copy, Download, Ellipsis, KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { IconButton } from "../../components/button/icon-button.tsx";
import { LinkButton } from "../../components/button/link-button.tsx";
import { SplitButton } from "../../components/button/split-button.tsx";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { Drawer } from "../../components/drawer/drawer.tsx";
import { Field } from "../../components/field/field.tsx";
import { Link, OutsideLink } from "../../components/link/link.tsx";
import { Menu, type MenuGroups } from "../../components/menu/menu.tsx";
import { Popover } from "../../components/popover/popover.tsx";
import { WhyPopover } from "../../components/popover/why-popover.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import { toastDone, toastFailed, toastUndo } from "../../components/toaster/toast.tsx";
import { Line, Part } from "../part.tsx";

const icon = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;

const items: MenuGroups = [
  [
    { label: "Copy id", icon: <Copy {...icon} />, shortcut: "y" },
    { label: "Create token…", icon: <KeyRound {...icon} /> },
    { label: "Rename…", reason: "SCIM manages this user. Change it at the identity provider." },
  ],
  [{ label: "Delete…", danger: true }],
];

function Layers() {
  const [open, setOpen] = useState<"dialog" | "confirm" | "drawer" | undefined>();
  const props = (which: "dialog" | "confirm" | "drawer") => ({
    open: open === which,
    onOpenChange: (next: boolean) => setOpen(next ? which : undefined),
  });
  return (
    <Line>
      <Button onClick={() => setOpen("dialog")}>Rename mara…</Button>
      <Button onClick={() => setOpen("confirm")}>Delete mara…</Button>
      <Button onClick={() => setOpen("drawer")}>Open drawer</Button>
      <Popover label="Filters" trigger={<Button>Open popover</Button>}>
        <Field label="Full name (optional)">
          <TextInput placeholder="Ada Byron" />
        </Field>
      </Popover>
      <WhyPopover question="Why is this role missing?">Only owners assign Auditor.</WhyPopover>
      <Button onClick={() => toastDone("mara suspended.")}>Toast</Button>
      <Button onClick={() => toastUndo("mara suspended.", () => toastDone("mara activated."))}>
        Toast with undo
      </Button>
      <Button
        onClick={() => toastFailed("mara was not suspended. An owner can do that.", "7f3c1a90")}
      >
        Failed toast
      </Button>
      <Dialog
        {...props("dialog")}
        title="Rename mara"
        description="Links and scripts that use the name break."
        footer={
          <>
            <Button onClick={() => setOpen(undefined)}>Cancel</Button>
            <Button variant="primary">Rename mara</Button>
          </>
        }
      >
        <Field
          label="Username"
          help="Used in URLs. Letters, digits and single hyphens."
          name="username"
        >
          <TextInput defaultValue="mara" />
        </Field>
      </Dialog>
      <ConfirmDialog
        {...props("confirm")}
        title="Delete mara?"
        confirm="Delete mara"
        typed={{ text: "mara", verb: "delete" }}
        consequences={[
          "4 tokens and 2 sessions stop working now.",
          "The username becomes free. The audit log keeps the name.",
          "This cannot be undone.",
        ]}
        onConfirm={() => setOpen(undefined)}
      />
      <Drawer
        {...props("drawer")}
        title="claude-sonnet-4-5"
        description="US dollars per million tokens"
      >
        <Field label="Input">
          <TextInput defaultValue="3.00" />
        </Field>
      </Drawer>
    </Line>
  );
}

/** Buttons, links, menus and layers. */
export function ActionParts() {
  return (
    <>
      <Part title="Buttons">
        <Line>
          <Button variant="primary" icon={<Plus {...icon} />}>
            Create user
          </Button>
          <Button>Export</Button>
          <Button variant="ghost">Cancel</Button>
          <Button variant="danger">Delete mara</Button>
          <Button variant="primary" pending>
            Save changes
          </Button>
          <Button disabledReason="Remove the Owner role first. Another owner can do that.">
            Suspend
          </Button>
          <LinkButton to="/users/new">Create user</LinkButton>
          <SplitButton items={items} menuLabel="More ways to export" icon={<Download {...icon} />}>
            Export CSV
          </SplitButton>
          <Menu items={items} label="Actions for mara">
            <IconButton label="More actions for mara" icon={<Ellipsis {...icon} />} />
          </Menu>
        </Line>
        <Line>
          <Button size="sm">Small</Button>
          <Button size="md">Medium</Button>
          <Button size="lg" variant="primary">
            Sign in
          </Button>
          <Link to="/audit?q=username:mara">Audit entries about mara</Link>
          <OutsideLink href="https://example.com">Terms</OutsideLink>
        </Line>
      </Part>
      <Part title="Layers">
        <Layers />
      </Part>
    </>
  );
}
