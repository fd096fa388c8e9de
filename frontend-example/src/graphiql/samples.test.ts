import { buildSchema, parse, validate } from 'graphql';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { samples } from './samples';

const file = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');

const docs = fileURLToPath(new URL('../../../docs', import.meta.url));
const guides = readdirSync(docs)
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);

const schemaPath = process.env['SWITCHBOARD_SCHEMA'];
const schema = buildSchema(
  schemaPath === undefined ? file('schema.graphql') : readFileSync(schemaPath, 'utf8'),
);

it.each(samples)('sample tab $query is valid in the schema', ({ query }) => {
  expect(validate(schema, parse(query))).toEqual([]);
});

it.each(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'frontend-example/README.md', ...guides])(
  'every GraphQL document of %s is valid in the schema',
  (paper) => {
    const blocks = file(paper).split('```graphql\n').slice(1);

    const faults = blocks.flatMap((block) => validate(schema, parse(block.split('```')[0] ?? '')));

    expect(faults).toEqual([]);
  },
);
