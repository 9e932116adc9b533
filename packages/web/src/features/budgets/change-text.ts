/** How much more or less it became: "12 % more", "nearly as much", "as much". `before` is not 0. */
export function changeText(before: bigint, after: bigint): string {
  if (before === after) return "as much";
  const permille = Number(((after - before) * 1_000n) / before);
  const percent = Math.round(Math.abs(permille) / 10);
  if (percent === 0) return "nearly as much";
  return `${percent.toLocaleString("en-GB")} % ${after > before ? "more" : "less"}`;
}
