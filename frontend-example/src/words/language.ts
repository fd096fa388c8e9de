/** The language of the page: what somebody chose here, or else what the browser asks for. */
import { useSyncExternalStore } from 'react';

export const languages = ['en', 'ca', 'es', 'ru'] as const;
export type Language = (typeof languages)[number];

/** Each by its own name, so that whoever is lost finds it. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  ca: 'Català',
  es: 'Español',
  ru: 'Русский',
};

/** The words of a view, in each language, all of one shape. */
export type Translations<Words> = Record<Language, Words>;

const storageKey = 'switchboard.language';
const listeners = new Set<() => void>();
let language: Language = startingLanguage(localStorage.getItem(storageKey), navigator.languages);
document.documentElement.lang = language;

/** What was chosen before, the first of the browser's that there is, or English. */
export function startingLanguage(chosen: string | null, wanted: readonly string[]): Language {
  const candidates = [chosen ?? '', ...wanted].map((tag) => tag.toLowerCase().split('-')[0] ?? '');
  return candidates.find(isLanguage) ?? 'en';
}

function isLanguage(tag: string): tag is Language {
  return (languages as readonly string[]).includes(tag);
}

export function chooseLanguage(chosen: Language): void {
  language = chosen;
  localStorage.setItem(storageKey, chosen);
  document.documentElement.lang = chosen;
  for (const listener of [...listeners]) listener();
}

export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, () => language);
}

/** The words in the language of the page; renders the caller anew when another is chosen. */
export function useWords<Words>(words: Translations<Words>): Words {
  return words[useLanguage()];
}

function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
