// Writes ../collections: for Bruno and for Postman, every query and mutation of src/operations/*.graphql, of README and of
// the guide to callouts, each
// checked against the server's schema. `--check` compares instead of writing. Subscriptions need a socket, which these have not.
import { isEnumType, isInputObjectType, isListType, isNonNullType, buildSchema } from 'graphql';
import { parse, print, typeFromAST, validate, visit } from 'graphql';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'frontend-example/src/operations');
const target = join(root, 'collections');
const schema = buildSchema(
  readFileSync(process.env.SWITCHBOARD_SCHEMA ?? join(root, 'schema.graphql'), 'utf8'),
);

// What is known before the first request. The rest is learnt from answers.
const known = {
  url: 'http://127.0.0.1:8080',
  email: 'agent@demo.example',
  password: 'demo-switchboard',
  token: '',
  reason: 'Lunch',
};

// Keeps tokens and the ids of what was answered, each under the name of what it is: `provider`, `person` and `personId`.
const learning = (answer, set) => `const learn = (name, value) => {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    if (value.length > 0) learn(name.replace(/s$/, ''), value[0]);
    return;
  }
  if (typeof value.id === 'string') {
    ${set}(name, value.id);
    ${set}(name + 'Id', value.id);
  }
  for (const key of Object.keys(value)) learn(key === 'nodes' ? name : key, value[key]);
};
const answered = ${answer}?.data ?? {};
learn('', answered);
const session = (answered.logIn ?? answered.sessionRefresh)?.session;
if (session) {
  ${set}('token', session.accessToken);
  ${set}('refreshToken', session.refreshToken);
}`;

const title = (name) => name.replace(/^./, (letter) => letter.toUpperCase()).replaceAll('-', ' ');

/** The documents by folder: session first, since it brings the token; what papers have their readers do comes last. */
function sources() {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort(
      (one, other) => (other === 'session.graphql') - (one === 'session.graphql') || (one < other ? -1 : 1),
    )
    .map((name) => ({
      name: title(name.replace('.graphql', '')),
      text: readFileSync(join(folder, name), 'utf8'),
    }));
  for (const [name, paper] of Object.entries({ README: 'README.md', 'A callout': 'docs/callout.md' })) {
    const blocks = readFileSync(join(root, paper), 'utf8').split('```graphql\n').slice(1);
    files.push({ name, text: blocks.map((block) => block.split('```')[0]).join('\n') });
  }
  return files.map(({ name, text }) => ({ name, document: parse(text) }));
}

const read = sources();
const fragments = new Map(
  read
    .flatMap(({ document }) => document.definitions)
    .filter((definition) => definition.kind === 'FragmentDefinition')
    .map((definition) => [definition.name.value, definition]),
);

/** An operation with all the fragments that it needs, also those that these need. */
function whole(operation) {
  const needed = new Map();
  const look = (node) =>
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (fragment !== undefined && !needed.has(name.value)) {
          needed.set(name.value, fragment);
          look(fragment);
        }
      },
    });
  look(operation);
  return { kind: 'Document', definitions: [operation, ...needed.values()] };
}

/** A value that a required variable may have: a name in braces where it is learnt, or is to be filled in. */
function example(name, type) {
  if (isNonNullType(type)) return example(name, type.ofType);
  if (isListType(type)) return isNonNullType(type.ofType) ? [example(name, type.ofType)] : [];
  if (isEnumType(type)) return type.getValues()[0].name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const wanted = type.isOneOf ? fields.slice(0, 1) : fields.filter((field) => isNonNullType(field.type));
    return Object.fromEntries(wanted.map((field) => [field.name, example(field.name, field.type)]));
  }
  return { Int: 0, Float: 0, Boolean: false }[type.name] ?? `{{${name}}}`;
}

function variables(operation) {
  const required = (operation.variableDefinitions ?? []).filter(
    ({ type, defaultValue }) => type.kind === 'NonNullType' && defaultValue === undefined,
  );
  return Object.fromEntries(
    required.map(({ variable, type }) => [
      variable.name.value,
      example(variable.name.value, typeFromAST(schema, type)),
    ]),
  );
}

const faults = [];
const folders = read
  .map(({ name, document }) => ({
    name,
    requests: document.definitions
      .filter(({ kind, operation }) => kind === 'OperationDefinition' && operation !== 'subscription')
      .map((operation) => {
        const complete = whole(operation);
        faults.push(...validate(schema, complete).map((fault) => `${name}: ${fault.message}`));
        return { name: operation.name.value, text: print(complete), variables: variables(operation) };
      }),
  }))
  .filter(({ requests }) => requests.length > 0);

// Whoever runs all of them stays logged in until the end.
const ends = folders.flatMap(({ requests }) =>
  requests
    .filter(({ name }) => name === 'LogOut')
    .map((request) => requests.splice(requests.indexOf(request), 1)[0]),
);
folders.push({ name: 'End', requests: ends });

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const written = new Map();

// Postman, collection format 2.1.
written.set(
  'postman.json',
  json({
    info: {
      name: 'Switchboard',
      description:
        'Written by `npm run collections`. Run LogIn first: it keeps the token for all others, and each answer keeps the ids of what it brought.',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] },
    variable: Object.entries(known).map(([key, value]) => ({ key, value })),
    event: [
      {
        listen: 'test',
        script: {
          type: 'text/javascript',
          exec: learning('pm.response.json()', 'pm.collectionVariables.set').split('\n'),
        },
      },
    ],
    item: folders.map(({ name, requests }) => ({
      name,
      item: requests.map((request) => ({
        name: request.name,
        request: {
          method: 'POST',
          ...(request.name === 'LogIn' ? { auth: { type: 'noauth' } } : {}),
          url: '{{url}}/graphql',
          body: {
            mode: 'graphql',
            graphql: { query: request.text, variables: JSON.stringify(request.variables, null, 2) },
          },
        },
      })),
    })),
  }),
);

// Bruno: a folder of files, in which a block ends with a brace at the beginning of a line.
const block = (head, text) => `${head} {\n${text.replace(/^(?=.)/gm, '  ')}\n}\n`;
const lines = (values) =>
  Object.entries(values)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n');
const bruno = (path, ...blocks) => written.set(`bruno/${path}`, blocks.join('\n'));

written.set('bruno/bruno.json', json({ version: '1', name: 'Switchboard', type: 'collection', ignore: [] }));
bruno(
  'collection.bru',
  block('auth', 'mode: bearer'),
  block('auth:bearer', 'token: {{token}}'),
  block('script:post-response', learning('res.getBody()', 'bru.setVar')),
  block('docs', 'Written by `npm run collections`. Run LogIn first: it keeps the token for all others.'),
);
const { token: _, ...settings } = known;
bruno('environments/demo.bru', block('vars', lines(settings)));
folders.forEach(({ name, requests }, place) => {
  bruno(`${name}/folder.bru`, block('meta', lines({ name, seq: place + 1 })));
  requests.forEach((request, order) => {
    const auth = request.name === 'LogIn' ? 'none' : 'inherit';
    bruno(
      `${name}/${request.name}.bru`,
      block('meta', lines({ name: request.name, type: 'graphql', seq: order + 1 })),
      block('post', lines({ url: '{{url}}/graphql', body: 'graphql', auth })),
      block('body:graphql', request.text),
      block('body:graphql:vars', JSON.stringify(request.variables, null, 2)),
    );
  });
});

/** What is there, by its path below the folder. */
function present(path = '') {
  if (!existsSync(join(target, path))) return [];
  return readdirSync(join(target, path), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? present(join(path, entry.name)) : [join(path, entry.name)],
  );
}

const own = (path) => path === 'postman.json' || path.startsWith('bruno/');
const stale = present().filter((path) => own(path) && !written.has(path));
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
} else if (process.argv.includes('--check')) {
  const same = (path, text) =>
    existsSync(join(target, path)) && readFileSync(join(target, path), 'utf8') === text;
  const other = [...written].filter(([path, text]) => !same(path, text)).map(([path]) => path);
  if (other.length + stale.length > 0) {
    console.error(
      `collections/ does not match the operations: run \`npm run collections\`.\n${[...other, ...stale].join('\n')}`,
    );
    process.exitCode = 1;
  }
} else {
  for (const path of stale) rmSync(join(target, path));
  for (const [path, text] of written) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  }
}
