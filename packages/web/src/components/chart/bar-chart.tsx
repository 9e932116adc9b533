import { type RefObject, useEffect, useRef, useState } from "react";
import { Button } from "../button/button.tsx";
import { cx } from "../class-names.ts";
import { atMostSix, roundUp, type Series } from "./scale.ts";

interface BarChartProps {
  readonly title: string;
  /** One sentence: what the bars say. */
  readonly summary: string;
  /** One label per bar. */
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** A value as text, on the axis and in the table. */
  readonly format: (value: number) => string;
}

/** Width before the place of the chart is measured. */
const firstWidth = 720;
const height = 200;
const left = 56;
const bottom = 24;
const top = 8;

function color(at: number, series: readonly Series[]): string {
  if (series[at]?.isRest === true) return "var(--text-tertiary)";
  return series.length === 1 ? "var(--accent)" : `var(--chart-${at + 1})`;
}

/** Stacked bars over time. The same numbers are a table away, and one sentence says what they mean. */
export function BarChart({ title, summary, labels, series: all, format }: BarChartProps) {
  const [asTable, setAsTable] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const series = atMostSix(all);
  return (
    <figure className="flex flex-col gap-3">
      <figcaption className="flex flex-wrap items-start justify-between gap-2">
        <span>
          <span className="block text-h3">{title}</span>
          <span className="block text-dense text-text-secondary">{summary}</span>
        </span>
        <Button variant="ghost" size="sm" onClick={() => setAsTable(!asTable)}>
          {asTable ? "Show as chart" : "Show as table"}
        </Button>
      </figcaption>
      {asTable ? (
        <ChartTable title={title} labels={labels} series={series} format={format} />
      ) : (
        <Bars labels={labels} series={series} hidden={hidden} format={format} summary={summary} />
      )}
      {series.length < 2 || asTable ? null : (
        <div className="flex flex-wrap gap-1">
          {series.map((each, at) => (
            <Button
              key={each.name}
              variant="ghost"
              size="sm"
              aria-pressed={!hidden.has(each.name)}
              onClick={() => {
                const next = new Set(hidden);
                if (!next.delete(each.name)) next.add(each.name);
                setHidden(next);
              }}
              icon={
                <span
                  aria-hidden
                  className={cx("size-2.5 rounded-small", hidden.has(each.name) && "opacity-30")}
                  data-fill
                  style={{ background: color(at, series) }}
                />
              }
            >
              {each.name}
            </Button>
          ))}
        </div>
      )}
    </figure>
  );
}

function Bars({
  labels,
  series,
  hidden,
  format,
  summary,
}: Pick<BarChartProps, "labels" | "series" | "format" | "summary"> & {
  readonly hidden: ReadonlySet<string>;
}) {
  const [frame, width] = useWidth(firstWidth);
  const value = (each: Series, at: number): number =>
    hidden.has(each.name) ? 0 : (each.values[at] ?? 0);
  const totals = labels.map((_, at) => series.reduce((sum, each) => sum + value(each, at), 0));
  const max = roundUp(Math.max(0, ...totals));
  const y = (amount: number): number => top + (1 - amount / max) * (height - top - bottom);
  const slot = (width - left) / Math.max(1, labels.length);
  const bar = Math.min(32, slot * 0.7);
  const every = Math.ceil(labels.length / Math.max(2, Math.floor(width / 90)));
  return (
    <svg
      ref={frame}
      role="img"
      aria-label={summary}
      viewBox={`0 0 ${width} ${height}`}
      height={height}
      className="w-full text-caption tabular-nums"
    >
      {[0, 0.5, 1].map((part) => (
        <g key={part}>
          <line
            x1={left}
            x2={width}
            y1={y(max * part)}
            y2={y(max * part)}
            stroke={part === 0 ? "var(--border)" : "var(--border-subtle)"}
          />
          <text
            x={left - 8}
            y={y(max * part) + 4}
            textAnchor="end"
            fontSize="12"
            fill="var(--text-tertiary)"
          >
            {format(max * part)}
          </text>
        </g>
      ))}
      {labels.map((label, at) => {
        const x = left + slot * at + (slot - bar) / 2;
        let below = 0;
        // Half a label; at the edge it would be cut.
        const isAtEdge = x + bar / 2 + label.length * 4 > width;
        return (
          <g key={label}>
            <title>{`${label}: ${format(totals[at] ?? 0)}`}</title>
            <rect
              x={left + slot * at}
              y={top}
              width={slot}
              height={height - top - bottom}
              fill="transparent"
            />
            {series.map((each, index) => {
              const amount = value(each, at);
              const from = below;
              below += amount;
              if (amount === 0) return null;
              return (
                <rect
                  key={each.name}
                  x={x}
                  width={bar}
                  y={y(below)}
                  height={Math.max(1, y(from) - y(below) - (index > 0 ? 1 : 0))}
                  rx={2}
                  fill={color(index, series)}
                />
              );
            })}
            {at % every === 0 ? (
              <text
                x={isAtEdge ? width : x + bar / 2}
                y={height - 6}
                textAnchor={isAtEdge ? "end" : "middle"}
                fontSize="12"
                fill="var(--text-tertiary)"
              >
                {label}
              </text>
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}

/** The width of an element in CSS pixels, so that the text of a chart keeps its size. */
function useWidth(first: number): readonly [RefObject<SVGSVGElement | null>, number] {
  const element = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(first);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(240, entry.contentRect.width));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}

function ChartTable({
  title,
  labels,
  series,
  format,
}: Pick<BarChartProps, "title" | "labels" | "series" | "format">) {
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="focus-inset max-h-80 overflow-auto rounded-card border"
    >
      <table className="w-full text-dense">
        <caption className="sr-only">{title}</caption>
        <thead className="bg-surface-sunken text-caption text-text-secondary">
          <tr>
            <td className="px-3 py-1.5" />
            {series.map((each) => (
              <th key={each.name} scope="col" className="px-3 py-1.5 text-end font-medium">
                {each.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, at) => (
            <tr key={label} className="border-border-subtle border-t">
              <th scope="row" className="whitespace-nowrap px-3 py-1.5 text-start font-normal">
                {label}
              </th>
              {series.map((each) => (
                <td key={each.name} className="px-3 py-1.5 text-end">
                  {format(each.values[at] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A line of the last values, the size of a word. The text beside it says what it means. */
export function Sparkline({
  values,
  label,
}: {
  readonly values: readonly number[];
  readonly label: string;
}) {
  const max = Math.max(1, ...values);
  const step = 80 / Math.max(1, values.length - 1);
  const points = values.map((value, at) => `${at * step},${18 - (value / max) * 16}`).join(" ");
  return (
    <svg role="img" aria-label={label} viewBox="0 0 80 20" className="h-5 w-20">
      <polyline
        points={points}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  );
}
