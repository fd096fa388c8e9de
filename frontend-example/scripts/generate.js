// Writes src/operations/generated.ts: one type and one document for each operation of src/operations/*.graphql,
// checked against the server's schema. `--check` compares instead of writing. SWITCHBOARD_SCHEMA may name another schema than ../schema.graphql.
import { codegen } from '@graphql-codegen/core';
import * as documentNodes from '@graphql-codegen/typed-document-node';
import * as operations from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'src/operations');
const target = join(folder, 'generated.ts');
const schemaPath = process.env.SWITCHBOARD_SCHEMA ?? join(root, '../schema.graphql');

const documents = readdirSync(folder)
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => ({ location: name, document: parse(readFileSync(join(folder, name), 'utf8')) }));

const text = await codegen({
  filename: target,
  schema: parse(readFileSync(schemaPath, 'utf8')),
  documents,
  config: {
    documentMode: 'string',
    useTypeImports: true,
    skipTypename: true,
    enumType: 'string-literal',
    scalars: {
      ID: 'string',
      Date: 'string',
      DateTime: 'string',
      DayOrInstant: 'string',
      LiveCursor: 'string',
      LocalDateTime: 'string',
      LocalTime: 'string',
      TimeZone: 'string',
      JSON: 'unknown',
    },
    strictScalars: true,
  },
  plugins: [{ operations: {} }, { documentNodes: {} }],
  pluginMap: { operations, documentNodes },
});
const written = await format(`// Written by scripts/generate.js; do not edit.\n${text}`, {
  ...(await resolveConfig(target)),
  parser: 'typescript',
});

if (!process.argv.includes('--check')) {
  writeFileSync(target, written);
} else if (readFileSync(target, 'utf8') !== written) {
  console.error(
    'src/operations/generated.ts does not match the operations and the schema: run `npm run generate`.',
  );
  process.exitCode = 1;
}
