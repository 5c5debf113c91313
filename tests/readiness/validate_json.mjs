// node validate_json.mjs NPM_FOLDER SCHEMA DATA...: checks JSON files against a JSON Schema (draft-04, -07, 2019-09 or
// 2020-12, told by its $schema). Prints every violation; exit code 1 if there is one.
import fs from 'node:fs';
import path from 'node:path';
import {createRequire} from 'node:module';

const [npm, schemaFile, ...dataFiles] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(npm), 'index.js'));
const load = (name) => { const module = require(name); return module.default ?? module; };

const schema = JSON.parse(fs.readFileSync(schemaFile, 'utf8'));
const draft = schema.$schema ?? '';
const validator = draft.includes('draft-04') ? 'ajv-draft-04'
    : draft.includes('2020-12') ? 'ajv/dist/2020.js'
    : draft.includes('2019-09') ? 'ajv/dist/2019.js' : 'ajv';
// Ids of parts clash in some published schemas (draft 04 has 'id', later ones '$id').
(function strip(part) {
  if (part === null || typeof part !== 'object') return;
  if (typeof part.id === 'string') delete part.id;
  Object.values(part).forEach(strip);
})(schema);
// Patterns of draft 04 escape more than those of later ones may.
const ajv = new (load(validator))({strict: false, allErrors: true, unicodeRegExp: !draft.includes('draft-04')});
load('ajv-formats')(ajv);
const validate = ajv.compile(schema);

let bad = dataFiles.length === 0;
for (const file of dataFiles) {
  if (validate(JSON.parse(fs.readFileSync(file, 'utf8')))) {
    console.log(`${file}: valid`);
    continue;
  }
  bad = true;
  for (const error of validate.errors) console.log(`${file}: ${error.instancePath || '/'} ${error.message}`);
}
process.exit(bad ? 1 : 0);
