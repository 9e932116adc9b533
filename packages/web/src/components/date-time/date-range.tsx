import { CalendarRange } from "lucide-react";
import { shownZoneName } from "../../lib/time-zone.ts";
import { Button } from "../button/button.tsx";
import { Field, useFieldWires } from "../field/field.tsx";
import { Popover } from "../popover/popover.tsx";
import { TextInput, type TextInputProps } from "../text-input/text-input.tsx";

/** A day as `YYYY-MM-DD`. */
interface DateFieldProps extends Omit<TextInputProps, "type" | "onChange" | "value"> {
  readonly value: string;
  readonly onChange: (day: string) => void;
  /** First and last day that may be chosen. */
  readonly min?: string;
  readonly max?: string;
}

/** The browser's own picker of days. */
export function DateField({ value, onChange, ...rest }: DateFieldProps) {
  const wires = useFieldWires({});
  return (
    <TextInput
      {...wires}
      {...rest}
      type="date"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** From a day to a day, both included; empty is open. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

/** A range that is offered by name. */
export interface RangePreset extends Range {
  readonly label: string;
}

interface DateRangeProps {
  readonly range: Range;
  readonly presets: readonly RangePreset[];
  readonly onChange: (range: Range) => void;
  readonly min?: string;
  readonly max?: string;
  /** The zone that days are meant in, where it is not the reader's. */
  readonly zone?: string;
}

function nameOf({ from, to }: Range, presets: readonly RangePreset[]): string {
  const preset = presets.find((each) => each.from === from && each.to === to);
  if (preset !== undefined) return preset.label;
  if (from === "" && to === "") return "Any time";
  if (from === "") return `Until ${to}`;
  return to === "" ? `Since ${from}` : `${from} – ${to}`;
}

/** A range of days: presets, or two fields. Says in which zone the days are meant. */
export function DateRange({ range, presets, onChange, min, max, zone }: DateRangeProps) {
  const limits = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  return (
    <Popover
      label="Time range"
      align="end"
      trigger={
        <Button icon={<CalendarRange aria-hidden size={16} strokeWidth={1.75} />}>
          {nameOf(range, presets)}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap gap-1.5">
          {presets.map((preset) => (
            <Button
              key={preset.label}
              size="sm"
              aria-pressed={preset.from === range.from && preset.to === range.to}
              onClick={() => onChange({ from: preset.from, to: preset.to })}
            >
              {preset.label}
            </Button>
          ))}
        </div>
        <div className="grid grid-cols-2 gap-3">
          <Field label="From">
            <DateField
              {...limits}
              value={range.from}
              onChange={(from) => onChange({ ...range, from })}
            />
          </Field>
          <Field
            label="To"
            error={
              range.to !== "" && range.to < range.from ? "This is before the first day." : undefined
            }
          >
            <DateField {...limits} value={range.to} onChange={(to) => onChange({ ...range, to })} />
          </Field>
        </div>
        <p className="text-caption text-text-secondary">Days in {zone ?? shownZoneName()}</p>
      </div>
    </Popover>
  );
}
