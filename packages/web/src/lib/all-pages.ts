const pageSize = 500;

/** What a page of a list asks for. */
export interface NextPage {
  readonly limit: number;
  readonly after_id?: string;
}

/** All rows of a search, page by page, each after the last row of the one before: changes meanwhile shift nothing. */
export async function allRows<Row>(
  idOf: (row: Row) => string,
  read: (page: NextPage) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const all: Row[] = [];
  for (;;) {
    const last = all.at(-1);
    const after = last === undefined ? {} : { after_id: idOf(last) };
    const page = await read({ limit: pageSize, ...after });
    all.push(...page);
    if (page.length < pageSize) return all;
  }
}
