/** Light or dark: what was chosen here, or else what the system has. The colours follow by `light-dark()`. */
import { useSyncExternalStore } from 'react';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'switchboard.theme';
const listeners = new Set<() => void>();
let theme: Theme = themeOf(localStorage.getItem(storageKey));
show(theme);

/** A text that is no theme, or none, is the system's. */
export function themeOf(text: string | null): Theme {
  return themes.find((known) => known === text) ?? 'system';
}

function show(shown: Theme): void {
  document.documentElement.style.colorScheme = shown === 'system' ? 'light dark' : shown;
}

export function chooseTheme(chosen: Theme): void {
  theme = chosen;
  localStorage.setItem(storageKey, chosen);
  show(chosen);
  for (const listener of [...listeners]) listener();
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => theme,
  );
}
