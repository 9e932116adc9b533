import { cleanup, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { show } from "../../testing/render.tsx";
import { MoneyInput, NumberInput } from "./number-input.tsx";

afterEach(cleanup);

type Told = (value: bigint | null | undefined) => void;

function Amount({ start, told }: { readonly start: bigint | null; readonly told: Told }) {
  const [value, setValue] = useState(start);
  return (
    <MoneyInput
      aria-label="Input"
      value={value}
      onChange={(next) => {
        told(next);
        if (next !== undefined) setValue(next);
      }}
    />
  );
}

const field = (): HTMLInputElement => screen.getByRole("textbox") as HTMLInputElement;

test("an amount is exact to the micro-dollar and keeps what was typed until it is left", async () => {
  const told = vi.fn<Told>();
  const { user } = show(<Amount start={null} told={told} />);

  await user.type(field(), "0.000001");
  expect(told).toHaveBeenLastCalledWith(1n);
  await user.clear(field());
  await user.type(field(), "1.50");
  expect(field().value).toBe("1.50");
  await user.tab();

  expect(told).toHaveBeenLastCalledWith(1_500_000n);
  expect(field().value).toBe("1.50");
});

test("empty is not zero", async () => {
  const told = vi.fn<Told>();
  const { user } = show(<Amount start={0n} told={told} />);
  expect(field().value).toBe("0.00");

  await user.clear(field());

  expect(told).toHaveBeenLastCalledWith(null);
});

test("what is no amount stays to be corrected and is marked", async () => {
  const told = vi.fn<Told>();
  const { user } = show(<Amount start={2_500_000n} told={told} />);

  await user.clear(field());
  await user.type(field(), "12.3x");
  await user.tab();

  expect(told).toHaveBeenLastCalledWith(undefined);
  expect(field().value).toBe("12.3x");
  expect(field().getAttribute("aria-invalid")).toBe("true");
});

test("whole numbers are exact beyond 2^53", async () => {
  const told = vi.fn<Told>();
  const { user } = show(<NumberInput aria-label="Quota" value={null} onChange={told} />);

  await user.click(field());
  await user.paste("9007199254740993");

  expect(told).toHaveBeenLastCalledWith(9_007_199_254_740_993n);
});
