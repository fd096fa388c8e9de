/** What somebody chooses for this browser: the language, and light or dark. */
import {
  chooseLanguage,
  type Language,
  languageNames,
  languages,
  useLanguage,
  useWords,
} from '../words/language';
import { chooseTheme, type Theme, themes, useTheme } from './theme';
import { words as translations } from './words';

export function LanguageChoice() {
  const words = useWords(translations);
  return (
    <label className="choice">
      <span className="only-read">{words.language}</span>
      <select value={useLanguage()} onChange={(event) => chooseLanguage(event.target.value as Language)}>
        {languages.map((language) => (
          <option key={language} value={language} lang={language}>
            {languageNames[language]}
          </option>
        ))}
      </select>
    </label>
  );
}

export function ThemeChoice() {
  const words = useWords(translations);
  return (
    <label className="choice">
      <span className="only-read">{words.theme}</span>
      <select value={useTheme()} onChange={(event) => chooseTheme(event.target.value as Theme)}>
        {themes.map((theme) => (
          <option key={theme} value={theme}>
            {words.themes[theme]}
          </option>
        ))}
      </select>
    </label>
  );
}
