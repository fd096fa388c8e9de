/** `43 %` as the language writes it; null of null. */
export function percent(share: number | null, language: string): string | null {
  if (share === null) return null;
  return new Intl.NumberFormat(language, { style: 'percent' }).format(share);
}
