/** The list of telephone systems, and how one change moves it. Pure. */
import type { ProviderChangedSubscription, ProviderFieldsFragment } from '../operations/generated';

export type Providers = readonly ProviderFieldsFragment[];

export function afterChange(
  providers: Providers,
  { nodeId, provider }: ProviderChangedSubscription['providerChanged'],
): Providers {
  const others = providers.filter(({ id }) => id !== nodeId);
  if (provider === null) return others;
  return [...others, provider].toSorted((a, b) => a.name.localeCompare(b.name));
}
