/** Something that stands in the way of a deletion, and the page where it can be removed. */
export interface Blocker {
  readonly text: string;
  readonly to?: string;
}

const pages: Readonly<Record<string, string>> = { member: "", group: "/groups" };

/** Reads the server's sentence ("There are 2 members, 1 group that must…") into parts with links; empty when it is none. */
export function blockersOf(detail: string, organizationName: string): readonly Blocker[] {
  return [...detail.matchAll(/(\d+) ([a-z][a-z ]*?)(?=,| that )/g)].map(([text, , noun = ""]) => {
    const page = pages[noun.replace(/s$/, "")];
    return page === undefined
      ? { text }
      : { text, to: `/organizations/${organizationName}${page}` };
  });
}
