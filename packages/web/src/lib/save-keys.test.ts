import { afterEach, expect, test } from "vitest";
import { saveHere } from "./save-keys.ts";

afterEach(() => document.body.replaceChildren());

/** Puts a page there and tells which buttons were pressed. */
function page(html: string): readonly string[] {
  const pressed: string[] = [];
  document.body.innerHTML = html;
  for (const button of document.querySelectorAll("button")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      pressed.push(button.textContent ?? "");
    });
  }
  return pressed;
}

const form = (save: string) =>
  `<form novalidate><input><button type="submit">${save}</button></form>`;

test("the form of the page is saved wherever the focus is", () => {
  const pressed = page(`<input><main>${form("Save changes")}</main>`);

  expect(saveHere()).toBe(true);
  expect(pressed).toEqual(["Save changes"]);
});

test("of several forms the one with the focus is saved", () => {
  const pressed = page(`<main>${form("Save name")}${form("Save password")}</main>`);
  document.querySelectorAll("input")[1]?.focus();

  saveHere();

  expect(pressed).toEqual(["Save password"]);
});

test("what is saved without a form has a button that says so", () => {
  const pressed = page("<main><button data-save>Save roles</button></main>");

  saveHere();

  expect(pressed).toEqual(["Save roles"]);
});

test("a dialog over the page is saved, not the page", () => {
  const pressed = page(
    `<main>${form("Save changes")}</main><div role="dialog" data-state="open">${form("Rename")}</div>`,
  );

  saveHere();

  expect(pressed).toEqual(["Rename"]);
});

test("a question is never answered by the keys of saving", () => {
  const pressed = page(
    `<main>${form("Save changes")}</main><div role="alertdialog">${form("Delete mara")}</div>`,
  );

  expect(saveHere()).toBe(false);
  expect(pressed).toEqual([]);
});

test("where nothing can be saved the key is the browser's", () => {
  page("<main><input></main>");

  expect(saveHere()).toBe(false);
});
