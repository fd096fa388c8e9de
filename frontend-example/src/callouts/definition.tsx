/** How a callout calls, in few words. */
import { durationText } from '../clock/duration';
import { moment } from '../dates/format';
import type { CalloutFieldsFragment } from '../operations/generated';
import { common } from '../words/common';
import { useLanguage, useWords } from '../words/language';
import { words as translations } from './words';

export function Definition({ callout }: { callout: CalloutFieldsFragment }) {
  const { facts: words, script: scripts } = useWords(translations);
  const { none } = useWords(common);
  const language = useLanguage();
  const { script, routes, pacing, retry, policy, ringSeconds, expiresAt, costCap, statistics } = callout;

  const pace = [
    pacing.callsPerSecond !== null && words.perSecond(pacing.callsPerSecond),
    pacing.maxConcurrent !== null && words.atOnce(pacing.maxConcurrent),
  ].filter((part) => part !== false);
  const facts: [string, string][] = [
    [
      words.script,
      script === null
        ? none
        : [scripts[script.kind], script.text ?? script.audio ?? script.to].filter(Boolean).join(': '),
    ],
    [words.routes, routes.map(({ provider, providerId }) => provider?.name ?? providerId).join(', ') || none],
    [words.pace, pace.join(', ') || words.unlimited],
    [words.retries, words.retriesOf(retry.maxAttempts, durationText(retry.delaySeconds))],
    [words.ringing, durationText(ringSeconds)],
    [words.hours, hoursText(policy.hours, words.everyHour)],
  ];
  if (expiresAt !== null) facts.push([words.expires, moment(expiresAt, language)]);
  if (costCap !== null) {
    facts.push([words.cost, `${statistics.costEstimated ?? none} / ${costCap.amount} ${costCap.currency}`]);
  }
  return (
    <dl className="definition">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The same time from and to is the whole day. */
function hoursText(hours: CalloutFieldsFragment['policy']['hours'], everyHour: string): string {
  const texts = hours.map(({ from, to }) =>
    from === to ? everyHour : `${from.slice(0, 5)}–${to.slice(0, 5)}`,
  );
  return [...new Set(texts)].join(', ');
}
