/** A number with its noun: "1 user", "2 users", "1,234 rows". `many` where it is not `one` and an s. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
