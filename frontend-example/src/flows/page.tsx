/** All flows: what the check finds in each, and what was sealed last. */
import { useDeferredValue, useState } from 'react';
import { Link } from 'wouter';
import { useQuery } from '../api/use-query';
import { moment } from '../dates/format';
import { FlowsDocument } from '../operations/generated';
import '../style/flows.css';
import { Page } from '../ui/page';
import { Pager, usePages } from '../ui/pages';
import { Problem } from '../ui/problem';
import { Tag } from '../ui/tag';
import { useLanguage, useWords } from '../words/language';
import { words } from './words';

export default function FlowsPage() {
  const w = useWords(words);
  const language = useLanguage();
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const pages = usePages();
  const { data, problem, loading, reload } = useQuery(FlowsDocument, {
    search: search === '' ? null : search,
    after: pages.after,
  });
  const flows = data?.flows.nodes;

  return (
    <Page
      title={w.title}
      actions={
        <input
          type="search"
          aria-label={w.search}
          placeholder={w.search}
          className="flow-search"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            pages.first();
          }}
        />
      }
    >
      <Problem problem={problem} onRetry={reload} />
      {flows === undefined && problem === null && <p role="status">{w.working}</p>}
      {flows?.length === 0 && (
        <div className="panel empty">
          <h2>{w.none}</h2>
          <p>{w.noneHow}</p>
        </div>
      )}
      {flows !== undefined && flows.length > 0 && (
        <div className="panel scroll">
          <table className="data" aria-busy={loading}>
            <thead>
              <tr>
                <th scope="col">{w.name}</th>
                <th scope="col">{w.about}</th>
                <th scope="col">{w.findings}</th>
                <th scope="col">{w.sealed}</th>
                <th scope="col">{w.changed}</th>
              </tr>
            </thead>
            <tbody>
              {flows.map((flow) => (
                <tr key={flow.id}>
                  <th scope="row">
                    <Link href={`/flows/${flow.id}`}>{flow.name}</Link>
                  </th>
                  <td className="quiet-cell">{flow.description}</td>
                  <td>
                    <Tag tone={flow.findings.length > 0 ? 'bad' : 'good'}>
                      {flow.findings.length > 0 ? w.finding(flow.findings.length) : w.fine}
                    </Tag>
                  </td>
                  <td>
                    {flow.latestVersion === null ? (
                      <span className="hint">{w.neverSealed}</span>
                    ) : (
                      w.versionOf(flow.latestVersion.number, flow.latestVersion.name)
                    )}
                  </td>
                  <td className="quiet-cell">
                    <time dateTime={flow.updatedAt}>{moment(flow.updatedAt, language)}</time>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pager pages={pages} info={data?.flows.pageInfo} />
    </Page>
  );
}
