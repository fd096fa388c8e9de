import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { colourOf, contrast, shortName, tint, tintShare } from './colour';

const text = (name: string) => readFileSync(new URL(`../style/${name}.css`, import.meta.url), 'utf8');
const rgb = (hex: string) => {
  const at = (from: number) => Number.parseInt(hex.slice(from, from + 2), 16);
  return [at(1), at(3), at(5)] as const;
};
/** Both values of a `light-dark()` of the tokens. */
const token = (name: string) => {
  const found = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(text('tokens'));
  if (!found?.[1] || !found[2]) throw new Error(`No token ${name}.`);
  return [rgb(found[1]), rgb(found[2])] as const;
};

it("can be read whatever a person's colour is, light and dark", () => {
  const [lightGround, darkGround] = token('surface');
  const [lightInk, darkInk] = token('ink');

  for (const red of [0, 128, 255])
    for (const green of [0, 128, 255])
      for (const blue of [0, 128, 255]) {
        const colour = [red, green, blue] as const;
        expect(contrast(tint(colour, lightGround), lightInk)).toBeGreaterThan(4.5);
        expect(contrast(tint(colour, darkGround), darkInk)).toBeGreaterThan(4.5);
      }
});

it('mixes as the style sheet does', () => {
  expect(text('timetable')).toContain(`var(--person) ${tintShare * 100}%`);
});

it('takes the colour of the person, or finds one that stays', () => {
  expect(colourOf({ name: 'Ana', colour: '#c0392b' })).toBe('#c0392b');
  expect(colourOf({ name: 'Ana', colour: null })).toBe(colourOf({ name: 'Ana', colour: null }));
  expect(colourOf({ name: 'Ana', colour: null })).not.toBe(colourOf({ name: 'Bruno', colour: null }));
});

it('shortens a name to what fits', () => {
  expect(['Elena Vidal', 'Elena', 'Ana Maria Puig'].map(shortName)).toEqual(['Elena V.', 'Elena', 'Ana P.']);
});
