import { hexFromOklch, oklchOf } from "./color.ts";

/** The value of a token in the light and in the dark theme. */
export type Pair = readonly [light: string, dark: string];

/** Neutral colours, accent and focus. The names are the scale: there are no numbered shades. */
const base = {
  canvas: ["#f7f8fa", "#0d0e12"],
  surface: ["#ffffff", "#13151a"],
  "surface-sunken": ["#f1f2f5", "#090a0e"],
  "surface-raised": ["#ffffff", "#1c1e24"],
  fill: ["#edeef2", "#1e2027"],
  "fill-hover": ["#e4e6ea", "#262930"],
  "fill-pressed": ["#dadce2", "#2e3139"],
  "fill-selected": ["#ecefff", "#1d2046"],
  "fill-selected-hover": ["#e2e6ff", "#252959"],
  "border-subtle": ["#e4e6ea", "#23252b"],
  border: ["#d5d7dd", "#30333a"],
  "border-control": ["#777a83", "#767a84"],
  "border-control-hover": ["#656972", "#888c96"],
  text: ["#171921", "#eff0f3"],
  "text-secondary": ["#4a4d56", "#b5b7be"],
  "text-tertiary": ["#5b5f68", "#989ba3"],
  "text-disabled": ["#7e818a", "#777a83"],
  "text-inverse": ["#f9fafb", "#14161c"],
  accent: ["#5251db", "#585ae1"],
  "accent-hover": ["#4640ca", "#6165e8"],
  "accent-pressed": ["#3c35b2", "#4f4ed0"],
  "on-accent": ["#ffffff", "#ffffff"],
  "accent-text": ["#4742cb", "#a5b1ff"],
  "accent-border": ["#9da9ff", "#4447a6"],
  focus: ["#5c5bee", "#8e9aff"],
  "danger-strong": ["#c90d23", "#ce222c"],
  "danger-strong-hover": ["#b4011c", "#db373a"],
  lamp: ["#eda421", "#eda421"],
} as const satisfies Record<string, Pair>;

/** The four families that carry meaning, each with a background, a line, a solid (icon, dot, bar) and a text. */
const status = {
  success: {
    bg: ["#e7faeb", "#0e2615"],
    border: ["#a4deb3", "#205431"],
    solid: ["#008f48", "#2cbb67"],
    text: ["#006a34", "#65d68a"],
  },
  warning: {
    bg: ["#fef3de", "#2d1d05"],
    border: ["#efc68f", "#604008"],
    solid: ["#a87102", "#eda421"],
    text: ["#825601", "#f9b64f"],
  },
  danger: {
    bg: ["#fff1ef", "#331715"],
    border: ["#ffbab3", "#6c3531"],
    solid: ["#df202e", "#ed4a49"],
    text: ["#bc1724", "#fe8b83"],
  },
  info: {
    bg: ["#ebf6fe", "#092334"],
    border: ["#9cd6ff", "#144d6e"],
    solid: ["#0381be", "#2ea2e5"],
    text: ["#006495", "#75c4fa"],
  },
} as const satisfies Record<string, Record<string, Pair>>;

/** Series of a chart, in this order. All pairs differ for every kind of colour vision. */
const chart = {
  "chart-1": ["#4b418d", "#6e59b8"],
  "chart-2": ["#e05c8c", "#f2a0b1"],
  "chart-3": ["#017259", "#047e6b"],
  "chart-4": ["#9d9104", "#cdcb50"],
  "chart-5": ["#0296f1", "#35aeff"],
  "chart-6": ["#852a00", "#aa4c01"],
} as const satisfies Record<string, Pair>;

/** Hues of the avatar pairs. */
const avatarHues = [15, 55, 95, 150, 195, 240, 277, 325] as const;

/** Name of a status family. */
export type Tone = keyof typeof status;

/** Name of a colour vision for which the status colours are changed. */
export type Vision = "protan-deuter" | "tritan";

interface VisionHue {
  readonly hue: number;
  /** Greatest chroma; set where the family turns grey. */
  readonly chroma?: number;
  readonly solid: Pair;
}

const visions: Record<Vision, Record<Tone, VisionHue>> = {
  "protan-deuter": {
    success: { hue: 252, solid: ["#1276ce", "#4c9deb"] },
    warning: { hue: 95, solid: ["#927a00", "#e5cb45"] },
    danger: { hue: 45, solid: ["#872701", "#d96619"] },
    info: { hue: 270, chroma: 0.02, solid: ["#5f636f", "#999eab"] },
  },
  tritan: {
    success: { hue: 195, solid: ["#038586", "#31c8c9"] },
    warning: { hue: 70, solid: ["#aa6f05", "#f4c582"] },
    danger: { hue: 21, solid: ["#b00131", "#e93a4e"] },
    info: { hue: 270, chroma: 0.02, solid: ["#5f636f", "#878c99"] },
  },
};

const tones = Object.keys(status) as Tone[];

function withHue(hex: string, { hue, chroma = 1 }: VisionHue): string {
  const { l, c } = oklchOf(hex);
  return hexFromOklch({ l, c: Math.min(c, chroma), h: hue });
}

function statusTokens(): Record<string, Pair> {
  const result: Record<string, Pair> = {};
  for (const tone of tones) {
    for (const [part, pair] of Object.entries(status[tone])) result[`${tone}-${part}`] = pair;
  }
  return result;
}

function avatarTokens(): Record<string, Pair> {
  const result: Record<string, Pair> = {};
  for (const [index, h] of avatarHues.entries()) {
    const hex = (l: number, c: number): string => hexFromOklch({ l, c, h });
    result[`avatar-${index + 1}`] = [hex(0.93, 0.05), hex(0.32, 0.06)];
    result[`avatar-${index + 1}-text`] = [hex(0.42, 0.12), hex(0.88, 0.07)];
  }
  return result;
}

/** Every colour of the console by name; the order is the order of the style sheet. */
export const tokens: Readonly<Record<string, Pair>> = {
  ...base,
  ...statusTokens(),
  ...chart,
  ...avatarTokens(),
};

/** The status tokens of a vision theme: other hues, with the lightness and chroma of the table. */
export function visionTokens(vision: Vision): Record<string, Pair> {
  const result: Record<string, Pair> = {};
  for (const tone of tones) {
    const change = visions[vision][tone];
    for (const part of ["bg", "border", "text"] as const) {
      const [light, dark] = status[tone][part];
      result[`${tone}-${part}`] = [withHue(light, change), withHue(dark, change)];
    }
    result[`${tone}-solid`] = change.solid;
  }
  return result;
}

/** Shades that are not opaque: behind modal layers, and the shadows of the three elevations. */
export const shades: Readonly<Record<string, Pair>> = {
  scrim: ["rgb(13 14 18 / 0.44)", "rgb(0 0 0 / 0.6)"],
  "shade-1": ["rgb(23 25 33 / 0.06)", "rgb(0 0 0 / 0.12)"],
  "shade-2": ["rgb(23 25 33 / 0.14)", "rgb(0 0 0 / 0.28)"],
  "shade-3": ["rgb(23 25 33 / 0.28)", "rgb(0 0 0 / 0.56)"],
};

/** The number of colour pairs for avatars. */
export const avatarPairs = avatarHues.length;
