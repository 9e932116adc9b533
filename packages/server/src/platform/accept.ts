/**
 * The media ranges of an `Accept` header in lower case, each with its quality: 1 where none is given, 0 where it is no
 * number (RFC 9110 §12.5.1).
 */
export function mediaRanges(accept: string): (readonly [range: string, quality: number])[] {
  return accept.split(",").map(rangeOf);
}

function rangeOf(text: string): readonly [range: string, quality: number] {
  const [range = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  return [range, quality === undefined ? 1 : Number(quality.slice(2)) || 0];
}
