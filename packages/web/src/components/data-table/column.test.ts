import { expect, test } from "vitest";
import { type Column, type Room, splitColumns } from "./column.ts";

const column = (key: string, from?: Column<string>["from"]): Column<string> => ({
  key,
  label: key,
  cell: () => key,
  ...(from === undefined ? {} : { from }),
});
const columns = [
  column("user"),
  column("status"),
  column("roles", "lg"),
  column("groups", "xl"),
  column("owner"),
  column("seen", "md"),
];

const split = (room: Room) => {
  const { columns: own, others } = splitColumns(columns, room);
  return [own.map(({ key }) => key).join(" "), others.map(({ key }) => key).join(" ")];
};

test("no column is lost: what has no room stands in the second line", () => {
  expect(split("xl")).toEqual(["user status roles groups owner seen", ""]);
  expect(split("lg")).toEqual(["user status roles owner seen", "groups"]);
  expect(split("md")).toEqual(["user status owner seen", "roles groups"]);
  expect(split("sm")).toEqual(["user status owner", "roles groups seen"]);
});

test("stacked rows get all columns, in their order", () => {
  expect(split("stacked")).toEqual(["user status roles groups owner seen", ""]);
});
