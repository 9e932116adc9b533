/** A round number at or above a value: 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((each) => each * power >= value) ?? 10;
  return factor * power;
}

/** A series of a chart: one number per label. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

const mostSeries = 6;

/** At most six series: the greatest five and the sum of the rest as "Other". */
export function atMostSix(series: readonly Series[]): readonly Series[] {
  if (series.length <= mostSeries) return series;
  const sum = ({ values }: Series): number => values.reduce((all, value) => all + value, 0);
  const sorted = [...series].sort((a, b) => sum(b) - sum(a));
  const rest = sorted.slice(mostSeries - 1);
  const length = Math.max(...rest.map(({ values }) => values.length));
  const values = Array.from({ length }, (_, at) =>
    rest.reduce((all, each) => all + (each.values[at] ?? 0), 0),
  );
  return [...sorted.slice(0, mostSeries - 1), { name: "Other", values }];
}
