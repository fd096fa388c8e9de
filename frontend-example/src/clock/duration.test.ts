import { expect, it } from 'vitest';
import { durationIso, durationText } from './duration';

it.each([
  [-3, '0:00', 'PT0S'],
  [0, '0:00', 'PT0S'],
  [7.9, '0:07', 'PT7S'],
  [59, '0:59', 'PT59S'],
  [60, '1:00', 'PT1M0S'],
  [750, '12:30', 'PT12M30S'],
  [3_600, '1:00:00', 'PT1H0S'],
  [11_109, '3:05:09', 'PT3H5M9S'],
  [187_200, '2 d 4 h', 'PT52H0S'],
])('%f seconds read as %s', (seconds, text, iso) => {
  expect(durationText(seconds)).toBe(text);
  expect(durationIso(seconds)).toBe(iso);
});
