import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { App } from "./app.tsx";

it("the console names itself in its one first-level heading", () => {
  render(<App />);

  expect(screen.getAllByRole("heading", { level: 1 }).map((h) => h.textContent)).toEqual([
    "Gatehouse",
  ]);
});
