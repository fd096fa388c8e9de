/** Forms of a word for numbers. Russian has three that whole numbers meet, the others two. */
import type { Language } from './language';

interface Forms {
  one: string;
  few?: string;
  many?: string;
  other: string;
}

const rules = new Map<Language, Intl.PluralRules>();

/** The form for `n`, with `#` in it replaced by the number. */
export function plural(language: Language, n: number, forms: Forms): string {
  const known = rules.get(language) ?? new Intl.PluralRules(language);
  rules.set(language, known);
  const category = known.select(n);
  const form = category === 'zero' || category === 'two' ? forms.other : forms[category];
  return (form ?? forms.other).replace('#', new Intl.NumberFormat(language).format(n));
}
