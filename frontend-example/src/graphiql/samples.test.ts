import { buildSchema, parse, validate } from 'graphql';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { samples } from './samples';

const schemaPath =
  process.env['SWITCHBOARD_SCHEMA'] ?? fileURLToPath(new URL('../../../schema.graphql', import.meta.url));

it.each(samples)('sample tab $query is valid in the schema', ({ query }) => {
  const schema = buildSchema(readFileSync(schemaPath, 'utf8'));

  expect(validate(schema, parse(query))).toEqual([]);
});
