/** The tabs GraphiQL opens with, in the order of a first visit. */
import calloutProgress from './samples/callout-progress.graphql?raw';
import callouts from './samples/callouts.graphql?raw';
import calls from './samples/calls.graphql?raw';
import logIn from './samples/log-in.graphql?raw';
import pause from './samples/pause.graphql?raw';
import queueChanged from './samples/queue-changed.graphql?raw';
import queues from './samples/queues.graphql?raw';
import resume from './samples/resume.graphql?raw';
import rota from './samples/rota.graphql?raw';

export interface Sample {
  query: string;
  variables?: string;
}

const json = (variables: unknown) => JSON.stringify(variables, null, 2);

export const samples: [Sample, ...Sample[]] = [
  { query: logIn, variables: json({ email: '', password: '' }) },
  { query: queues },
  { query: pause, variables: json({ personId: '', reason: 'Lunch' }) },
  { query: resume, variables: json({ personId: '' }) },
  { query: queueChanged },
  { query: rota },
  { query: callouts },
  { query: calloutProgress },
  { query: calls, variables: json({ filter: {} }) },
];
