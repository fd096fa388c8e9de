/** What a run of the solver has told so far, as two lines to draw: the best found falls, the bound rises. */

export interface Told {
  seconds: number;
  incumbent: number | null;
  bound: number | null;
}

export interface Curve {
  /** Points of an SVG polyline within `width` × `height`; empty: nothing known yet. */
  incumbent: string;
  bound: string;
  highest: number;
  lowest: number;
  seconds: number;
}

/** Folds what was told into the list: each moment once, in order. */
export function told(sofar: readonly Told[], next: Told): Told[] {
  const kept = sofar.filter(({ seconds }) => seconds < next.seconds);
  return [...kept, next];
}

export function curveOf(points: readonly Told[], width: number, height: number): Curve | null {
  const values = points
    .flatMap(({ incumbent, bound }) => [incumbent, bound])
    .filter((value) => value !== null);
  if (values.length === 0) return null;
  const highest = Math.max(...values);
  const lowest = Math.min(...values);
  const seconds = Math.max(...points.map((point) => point.seconds));
  const x = (at: number) => (seconds === 0 ? 0 : (at / seconds) * width);
  const y = (value: number) =>
    highest === lowest ? height / 2 : ((highest - value) / (highest - lowest)) * height;
  const line = (of: (point: Told) => number | null) => {
    const steps: string[] = [];
    let before: number | null = null;
    for (const point of points) {
      const value = of(point);
      if (value === null) continue;
      // A step, not a slope: nothing was known in between.
      if (before !== null) steps.push(`${round(x(point.seconds))},${round(y(before))}`);
      steps.push(`${round(x(point.seconds))},${round(y(value))}`);
      before = value;
    }
    if (before !== null && steps.length === 1) steps.unshift(`0,${round(y(before))}`);
    if (before !== null) steps.push(`${width},${round(y(before))}`);
    return steps.join(' ');
  };
  return { incumbent: line((p) => p.incumbent), bound: line((p) => p.bound), highest, lowest, seconds };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
