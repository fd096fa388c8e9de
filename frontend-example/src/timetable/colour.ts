/** How a person is told apart at a glance: by colour, and by a name that fits. */

/** `Elena V.` of `Elena Vidal`. */
export function shortName(name: string): string {
  const [first = '', ...others] = name.split(/\s+/);
  const last = others.at(-1);
  return last === undefined ? first : `${first} ${[...last][0]}.`;
}

/** Their own, or one found from the name's letters, always the same. */
export function colourOf({ name, colour }: { name: string; colour: string | null }): string {
  if (colour !== null) return colour;
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return `hsl(${hash} 55% 45%)`;
}

/** How much of the person's colour is in the ground under the name; the same share stands in `timetable.css`. */
export const tintShare = 0.24;

type Rgb = readonly [number, number, number];

/** Colour of the ground under a name. */
export function tint(colour: Rgb, ground: Rgb): Rgb {
  const mix = (at: 0 | 1 | 2) => colour[at] * tintShare + ground[at] * (1 - tintShare);
  return [mix(0), mix(1), mix(2)];
}

/** Ratio of contrast by WCAG 2.2, 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
