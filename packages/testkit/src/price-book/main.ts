// `npm run price-book`: fetches the catalogue of model prices, and makes the price book from it.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { catalogueUrl, fetchCatalogue } from "./fetch.ts";
import { type ConversionOptions, convertFile, updateBook } from "./update.ts";

const help = `Usage: npm run price-book -- COMMAND

Commands:
  fetch FILE       fetch the catalogue from ${catalogueUrl} into a file
  convert FILE     print the book made from a catalogue; writes nothing
  update FILE      replace the checked-in book by the one made from a catalogue

Options:
  --accept-drift   take a book that lost a fifth of its rows, or has many leaping prices
  --summary FILE   write what changed as Markdown, for whoever reviews the update
  --folder DIR     the folder of the book (default: packages/server/price-book)
  --url URL        where the catalogue is
  --help           this text

Examples:
  npm run price-book -- fetch .cache/catalogue.json
  npm run price-book -- update .cache/catalogue.json --summary .cache/price-book.md
`;

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      "accept-drift": { type: "boolean", default: false },
      folder: { type: "string", default: join("packages", "server", "price-book") },
      url: { type: "string", default: catalogueUrl },
      summary: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const [command, file, ...more] = positionals;
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (command === undefined || file === undefined || more.length > 0) {
    process.stderr.write(help);
    return 2;
  }
  const options: ConversionOptions = {
    snapshot: file,
    folder: values.folder,
    acceptDrift: values["accept-drift"],
    summary: values.summary,
    tell,
  };
  switch (command) {
    case "fetch":
      tell(`${await fetchCatalogue(values.url, file)} bytes`);
      return 0;
    case "convert":
      process.stdout.write((await convertFile(options)).book);
      return 0;
    case "update":
      await updateBook(options);
      return 0;
    default:
      process.stderr.write(help);
      return 2;
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    tell(`price-book: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  },
);
