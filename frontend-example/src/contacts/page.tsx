/** Whom the account may call: found, added, and kept from being called. */
import { useState } from 'react';
import { useLocation } from 'wouter';
import { fetchFile } from '../api/files';
import { useChanges } from '../api/use-live';
import { useQuery } from '../api/use-query';
import { moment } from '../dates/format';
import {
  ContactsChangedDocument,
  type ContactsChangedSubscription,
  ContactsDocument,
} from '../operations/generated';
import { leads, useViewer } from '../session/viewer';
import { download } from '../ui/download';
import { Icon } from '../ui/icon';
import { LiveBanner, LiveMark } from '../ui/live';
import { Page } from '../ui/page';
import { Pager, usePages } from '../ui/pages';
import { Problem } from '../ui/problem';
import { Tag } from '../ui/tag';
import { common } from '../words/common';
import { useLanguage, useWords } from '../words/language';
import { AddDialog } from './add-dialog';
import { DetailsDialog } from './details-dialog';
import { type Chosen, everybody, filterOf, metadataText, type Order, sortOf } from './filter';
import { words as translations } from './words';
import '../style/contacts.css';

const changes = {
  subscription: ContactsChangedDocument,
  variables: (after: string) => ({ after }),
  change: (data: ContactsChangedSubscription) => data.contactChanged,
};

const pageSize = 30;

export default function ContactsPage() {
  const words = useWords(translations);
  const { none, loading: loadingText } = useWords(common);
  const language = useLanguage();
  const viewer = useViewer();
  const [, navigate] = useLocation();
  const [chosen, setChosen] = useState(everybody);
  const [adding, setAdding] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  const pages = usePages();
  const { data, problem, loading, reload } = useQuery(ContactsDocument, {
    filter: filterOf(chosen),
    sort: sortOf(chosen.order),
    first: pageSize,
    after: pages.after,
  });
  const live = useChanges(changes, reload);
  const choose = (part: Partial<Chosen>) => {
    setChosen({ ...chosen, ...part });
    pages.first();
  };

  const contacts = data?.contacts.nodes;
  return (
    <Page
      title={words.title}
      aside={<LiveMark live={live} />}
      actions={
        <>
          <Export />
          {leads(viewer) && (
            <>
              <button type="button" onClick={() => navigate('/contacts/import')}>
                <Icon name="upload" /> {words.importing}
              </button>
              <button type="button" className="primary" onClick={() => setAdding(true)}>
                <Icon name="add" /> {words.add}
              </button>
            </>
          )}
        </>
      }
    >
      <LiveBanner live={live} />
      <form className="toolbar" role="search" onSubmit={(event) => event.preventDefault()}>
        <label className="field">
          {words.search}
          <input
            type="search"
            value={chosen.search}
            onChange={(event) => choose({ search: event.target.value })}
          />
        </label>
        <label className="field">
          {words.field}
          <input
            value={chosen.field}
            placeholder="group"
            onChange={(event) => choose({ field: event.target.value })}
          />
        </label>
        <label className="field">
          {words.value}
          <input value={chosen.value} onChange={(event) => choose({ value: event.target.value })} />
        </label>
        <label className="field">
          {words.order}
          <select value={chosen.order} onChange={(event) => choose({ order: event.target.value as Order })}>
            {(['newest', 'name', 'number'] as const).map((order) => (
              <option key={order} value={order}>
                {words.orders[order]}
              </option>
            ))}
          </select>
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={chosen.doNotCall}
            onChange={(event) => choose({ doNotCall: event.target.checked })}
          />{' '}
          {words.onlyDoNotCall}
        </label>
      </form>
      <Problem problem={problem} onRetry={reload} />
      <div className="panel scroll">
        {contacts === undefined && loading && <p className="empty">{loadingText}</p>}
        {contacts?.length === 0 && <p className="empty">{words.empty}</p>}
        {contacts !== undefined && contacts.length > 0 && (
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.number}</th>
                <th scope="col">{words.state}</th>
                <th scope="col">{words.zone}</th>
                <th scope="col">{words.more}</th>
                <th scope="col">
                  <span className="only-read">{words.details}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {contacts.map((contact) => (
                <tr key={contact.id} data-contact={contact.id}>
                  <th scope="row">{contact.name ?? none}</th>
                  <td>{contact.number}</td>
                  <td>
                    {contact.doNotCallSince === null ? (
                      <span className="hint">{words.mayCall}</span>
                    ) : (
                      <Tag tone="bad">{words.doNotCall}</Tag>
                    )}
                  </td>
                  <td className="quiet-cell">{contact.timeZone?.replaceAll('_', ' ') ?? none}</td>
                  <td className="quiet-cell metadata">{metadataText(contact.metadata)}</td>
                  <td className="acts-cell">
                    <button
                      type="button"
                      aria-label={`${words.details}: ${contact.name ?? contact.number}`}
                      title={moment(contact.createdAt, language)}
                      onClick={() => setTold(contact.id)}
                    >
                      {words.details}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <Pager
        pages={pages}
        info={data?.contacts.pageInfo}
        note={data === null ? undefined : words.count(data.contacts.totalCount)}
      />
      {adding && <AddDialog onClose={() => setAdding(false)} onAdded={reload} />}
      {told !== null && <DetailsDialog id={told} onClose={() => setTold(null)} onChanged={reload} />}
    </Page>
  );
}

function Export() {
  const words = useWords(translations);
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  const save = async () => {
    setWorking(true);
    setProblem(null);
    try {
      download('contacts.csv', await fetchFile('/export/contacts.csv'));
    } catch (error) {
      setProblem(error);
    } finally {
      setWorking(false);
    }
  };

  return (
    <>
      <Problem problem={problem} />
      <button type="button" disabled={working} onClick={() => void save()}>
        <Icon name="download" /> {words.exporting}
      </button>
    </>
  );
}
