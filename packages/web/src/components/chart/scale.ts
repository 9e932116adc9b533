const steps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** A round number at or above a value, so near that bars fill most of the height; its half is round, too. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = steps.find((each) => each * power >= value) ?? 10;
  return factor * power;
}

/** A series of a chart: one number per label. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
  /** Whether it sums up what has no series of its own. */
  readonly isRest?: boolean;
}

const mostSeries = 6;

/** At most six series, the greatest, and the sum of all others as "Other". */
export function atMostSix(series: readonly Series[]): readonly Series[] {
  const given = series.filter(({ isRest }) => isRest);
  const own = series.filter(({ isRest }) => !isRest);
  if (own.length <= mostSeries && given.length < 2) return [...own, ...given];
  const sum = ({ values }: Series): number => values.reduce((all, value) => all + value, 0);
  const sorted = own.toSorted((a, b) => sum(b) - sum(a));
  const rest = [...sorted.slice(mostSeries), ...given];
  const length = Math.max(...rest.map(({ values }) => values.length));
  const values = Array.from({ length }, (_, at) =>
    rest.reduce((all, each) => all + (each.values[at] ?? 0), 0),
  );
  return [...sorted.slice(0, mostSeries), { name: "Other", values, isRest: true }];
}
