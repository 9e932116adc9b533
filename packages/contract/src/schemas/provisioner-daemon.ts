import { list, map, nullable, object, oneOf, optional, text, time, uuid } from "../schema.ts";

/** States of a provisioner job (spec provisioning). */
export const provisionerJobStatuses = [
  "pending",
  "running",
  "succeeded",
  "canceling",
  "canceled",
  "failed",
  "unknown",
] as const;

const daemonJob = object(
  {
    id: uuid({ description: "Id of the job." }),
    status: oneOf(provisionerJobStatuses, {
      required: true,
      name: "ProvisionerJobStatus",
      description: "State of the job.",
    }),
    template_name: text({ description: "Name of the template." }),
    template_icon: text({ description: "Icon of the template." }),
    template_display_name: text({ description: "Name of the template for people." }),
  },
  { name: "ProvisionerDaemonJob", description: "A job that a provisioner works on." },
);

/** A provisioner daemon (spec provisioning §4). */
export const provisionerDaemon = object(
  {
    id: uuid({ description: "Id of the daemon." }),
    organization_id: uuid({ description: "Organization that it works for." }),
    key_id: uuid({ description: "Key that it connected with." }),
    created_at: time({ description: "When it was first seen." }),
    last_seen_at: nullable(time({ description: "When it was last seen; null: never." })),
    name: text({ description: "Name of the daemon." }),
    version: text({ description: "Version that it runs." }),
    api_version: text({ description: "Version of the protocol that it speaks." }),
    provisioners: list(text({ description: "Kind of provisioner." }), {
      description: "What it can run.",
    }),
    tags: map(text({ description: "Value of the tag." }), { description: "Tags by name." }),
    key_name: optional(nullable(text({ description: "Name of its key." }))),
    status: optional(
      nullable(
        oneOf(["offline", "idle", "busy"], {
          required: true,
          name: "ProvisionerDaemonStatus",
          description: "What it does at the moment.",
        }),
      ),
    ),
    current_job: optional(nullable(daemonJob)),
    previous_job: optional(nullable(daemonJob)),
  },
  { name: "ProvisionerDaemon", description: "A process that builds workspaces." },
);
