import { priceSources } from "@gatehouse/contract";
import { Command, Option } from "commander";
import {
  type ListPricesOptions,
  listModelPrices,
  type UpdatePricesOptions,
  updateModelPrices,
} from "./ai-model-prices.ts";
import { databaseOptions, oneLineErrors } from "./database-options.ts";

type Environment = Record<string, string | undefined>;

/** `gatehouse ai-model-prices` with its commands (spec ai-prices §8.1). */
export function modelPricesCommand(env: Environment): Command {
  return new Command("ai-model-prices")
    .description("list what AI models cost, and set custom prices")
    .configureOutput(oneLineErrors)
    .exitOverride()
    .addCommand(listPricesCommand(env))
    .addCommand(updatePricesCommand(env));
}

function listPricesCommand(env: Environment): Command {
  return databaseOptions(new Command("list"))
    .description("list prices, in dollars per million tokens")
    .option("--provider <type>", "only of this provider")
    .option("--model <id>", "only of this model")
    .addOption(
      new Option("--source <source>", "only this source; without it the price in effect").choices([
        ...priceSources,
        "all",
      ]),
    )
    .addOption(
      new Option("--output <form>", "table or json").choices(["table", "json"]).default("table"),
    )
    .exitOverride()
    .addHelpText(
      "after",
      `
"-" is a price that is not known, $0.00 one that is free.

Examples:
  $ gatehouse ai-model-prices list --provider anthropic
  $ gatehouse ai-model-prices list --source custom --output json`,
    )
    .action((options: ListPricesOptions) => listModelPrices(options, env));
}

function updatePricesCommand(env: Environment): Command {
  return databaseOptions(new Command("update"))
    .description("set custom prices: of one model, or of all in a document")
    .argument("[file]", 'JSON {"prices": [...]} as for the API; "-" for standard input')
    .option("--provider <type>", "type of the provider")
    .option("--model <id>", "id of the model")
    .option("--input-price <micros>", "micro-units per million tokens, or null")
    .option("--output-price <micros>", "the same for output")
    .option("--cache-read-price <micros>", "the same for input read from a cache")
    .option("--cache-write-price <micros>", "the same for input written to a cache")
    .option("--yes", "do not ask")
    .exitOverride()
    .addHelpText(
      "after",
      `
Shows what would change (+ added, ~ changed) and asks before it writes; all prices are set or none.
A custom price replaces all four prices of the book. 3000000 micro-units are $3.00.

Examples:
  $ gatehouse ai-model-prices update --provider openai --model gpt-5 --input-price 1000000 \\
      --output-price 8000000 --cache-read-price 100000 --cache-write-price null
  $ gatehouse ai-model-prices update prices.json --yes
  $ gatehouse ai-model-prices list --source custom --output json | jq '{prices: .}' | \\
      gatehouse ai-model-prices update --data-dir ./other -`,
    )
    .action((file: string | undefined, options: UpdatePricesOptions) =>
      updateModelPrices(file, options, env),
    );
}
