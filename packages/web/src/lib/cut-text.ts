const mostCharacters = 80;

/** A text that a stranger wrote, such as what a client says that it is: at most 80 characters, "…" where it is cut. */
export function cutText(text: string): string {
  const characters = [...text];
  return characters.length <= mostCharacters
    ? text
    : `${characters.slice(0, mostCharacters - 1).join("")}…`;
}
