import { bool, object, text, time, uuid } from "../schema.ts";

/** The Organization object (spec organizations §3.1). */
export const organization = object(
  {
    id: uuid({ description: "Id of the organization." }),
    name: text({ description: "Unique name." }),
    display_name: text({ description: "Name for people." }),
    description: text({ description: "What it is for." }),
    icon: text({ description: "Path or URL of its icon." }),
    created_at: time({ description: "When it was created." }),
    updated_at: time({ description: "When it changed last." }),
    is_default: bool({ description: "Whether it is the default organization." }),
  },
  { name: "Organization", description: "An organization." },
);
