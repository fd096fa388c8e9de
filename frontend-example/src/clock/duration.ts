/** `0:07`, `12:30`, `3:05:09`, `2 d 4 h`: as short as can be read from across a room. Negative counts as zero. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3_600);
  const minutes = Math.floor((whole % 3_600) / 60);
  if (days > 0) return `${days} d ${hours} h`;
  const twoDigits = (n: number) => String(n).padStart(2, '0');
  if (hours > 0) return `${hours}:${twoDigits(minutes)}:${twoDigits(whole % 60)}`;
  return `${minutes}:${twoDigits(whole % 60)}`;
}

/** `PT7S`, `PT3H5M9S`: the same for machines, the `datetime` of a `<time>`. */
export function durationIso(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor((whole % 3_600) / 60);
  return `PT${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${whole % 60}S`;
}
