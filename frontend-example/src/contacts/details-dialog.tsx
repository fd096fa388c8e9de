/** One contact: whether it may be called, what it has said itself, and where it takes part. */
import { type FormEvent, useState } from 'react';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { useQuery } from '../api/use-query';
import { moment } from '../dates/format';
import {
  ClearDoNotCallDocument,
  ContactDetailsDocument,
  SetDoNotCallDocument,
} from '../operations/generated';
import { leads, useViewer } from '../session/viewer';
import { Dialog } from '../ui/dialog';
import { factsOf } from '../ui/metadata';
import { Problem, Refusal } from '../ui/problem';
import { Tag } from '../ui/tag';
import { common } from '../words/common';
import { useLanguage, useWords } from '../words/language';
import { words as translations } from './words';

interface DetailsDialogProps {
  id: string;
  onClose: () => void;
  onChanged: () => void;
}

export function DetailsDialog({ id, onClose, onChanged }: DetailsDialogProps) {
  const words = useWords(translations);
  const { close: closeText, loading } = useWords(common);
  const language = useLanguage();
  const viewer = useViewer();
  const [reason, setReason] = useState('');
  const { data, problem: unread, reload } = useQuery(ContactDetailsDocument, { id });
  const { working, errors, problem, act } = useAction();
  const contact = data?.contact ?? null;
  const changed = () => {
    setReason('');
    reload();
    onChanged();
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (contact?.doNotCallSince === null) {
      const variables = { id, reason: reason.trim() || null };
      void act(async () => (await ask(SetDoNotCallDocument, variables)).contactDoNotCallSet, changed);
    } else {
      void act(async () => (await ask(ClearDoNotCallDocument, { id })).contactDoNotCallClear, changed);
    }
  };

  return (
    <Dialog title={contact?.name ?? contact?.number ?? words.details} onClose={onClose} wide>
      {(close) => (
        <form onSubmit={submit} aria-busy={working}>
          <Problem problem={unread} onRetry={reload} />
          {data === null && unread === null && <p className="empty">{loading}</p>}
          {contact !== null && (
            <>
              <dl className="facts">
                <div>
                  <dt>{words.number}</dt>
                  <dd>{contact.number}</dd>
                </div>
                <div>
                  <dt>{words.zone}</dt>
                  <dd>
                    {contact.timeZone?.replaceAll('_', ' ')}{' '}
                    {contact.timeZoneSource === 'NUMBER' && <span className="hint">{words.zoneGuessed}</span>}
                  </dd>
                </div>
                {factsOf(contact.metadata).map(({ key, value }) => (
                  <div key={key}>
                    <dt>{key}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
              <section className="may-call" aria-label={words.state}>
                {contact.doNotCallSince === null ? (
                  <>
                    <Tag tone="good">{words.mayCall}</Tag>
                    {leads(viewer) && (
                      <>
                        <label className="field">
                          <span className="only-read">{words.reason}</span>
                          <input
                            value={reason}
                            placeholder={words.reason}
                            onChange={(event) => setReason(event.target.value)}
                          />
                        </label>
                        <button type="submit" className="danger" disabled={working}>
                          {words.setDoNotCall}
                        </button>
                      </>
                    )}
                  </>
                ) : (
                  <>
                    <Tag tone="bad">{words.doNotCall}</Tag>
                    <span>
                      {words.since(moment(contact.doNotCallSince, language))}
                      {contact.doNotCallReason !== null && ` · ${contact.doNotCallReason}`}
                    </span>
                    {leads(viewer) && (
                      <button type="submit" disabled={working}>
                        {words.clearDoNotCall}
                      </button>
                    )}
                  </>
                )}
              </section>
              <Refusal errors={errors} />
              <Problem problem={problem} />
              {contact.consents.length > 0 && (
                <section>
                  <h3>{words.consents}</h3>
                  <ul className="plain-list">
                    {contact.consents.map(({ channel, sender, state, occurredAt, detail }) => (
                      <li key={`${channel} ${sender}`}>
                        {words.consent[state]} {words.channel[channel]}{' '}
                        <span className="hint">
                          {[sender, moment(occurredAt, language), detail].filter(Boolean).join(' · ')}
                        </span>
                      </li>
                    ))}
                  </ul>
                </section>
              )}
              <section>
                <h3>{words.callouts}</h3>
                {contact.participations.nodes.length === 0 && <p className="hint">{words.noCallouts}</p>}
                <ul className="plain-list">
                  {contact.participations.nodes.map(
                    ({ id: participationId, callout }) =>
                      callout !== null && (
                        <li key={participationId}>
                          <a href={`/callouts/${callout.id}`}>{callout.name}</a>
                        </li>
                      ),
                  )}
                </ul>
              </section>
            </>
          )}
          <div className="actions">
            <button type="button" onClick={close}>
              {closeText}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
